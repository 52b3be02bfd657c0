/// The architecture as tests: which way dependencies point, what is public, what things are called.
///
/// Start at [io.portsicle.acceptance.architecture.DirectionsTest].
@NullMarked
package io.portsicle.acceptance.architecture;

import org.jspecify.annotations.NullMarked;

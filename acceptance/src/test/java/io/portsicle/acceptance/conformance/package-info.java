/// What `docs/conformance.md` says, and who may say it: each test of a foreign suite or client
/// states its result as a row, which the page must already have, or gets.
///
/// Start at [Conformance].
@NullMarked
package io.portsicle.acceptance.conformance;

import org.jspecify.annotations.NullMarked;

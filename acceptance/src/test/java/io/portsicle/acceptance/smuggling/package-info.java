/// Messages that two programs could read in two ways, as text files that a person can read and
/// extend: `src/test/resources/smuggling`, whose README says how they are written.
///
/// Start at [CaseText]. No threads live here, but for the one of [Recorder].
@NullMarked
package io.portsicle.acceptance.smuggling;

import org.jspecify.annotations.NullMarked;

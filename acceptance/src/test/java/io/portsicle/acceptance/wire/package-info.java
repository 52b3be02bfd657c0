/// HTTP/1.1 as it stands on the wire, for tests that care about every byte.
///
/// Start at [WireReader]. Blocking, one thread for each connection.
@NullMarked
package io.portsicle.acceptance.wire;

import org.jspecify.annotations.NullMarked;

/// What Portsicle promises its users, proved from outside: relay and agent run as processes of
/// their own, visitors and local servers are real programs or bare sockets, and nothing but the
/// command line and the wire is known here.
///
/// Start at [Tunnel]: one relay, one agent and the public URL between them. The rooms beside it:
/// `process` starts and ends programs, `local` holds servers to expose, `network` what stands on
/// the way to a relay, `visitor` holds clients, `wire` reads and writes HTTP/1.1 as bytes.
@NullMarked
package io.portsicle.acceptance;

import org.jspecify.annotations.NullMarked;

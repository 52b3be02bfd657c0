/// TLS towards servers: relays and local ones.
///
/// Start at [io.portsicle.agent.tls.ClientTls]. Handshakes live on the event loop of their
/// connection; reading the authorities blocks, and belongs elsewhere.
@NullMarked
package io.portsicle.agent.tls;

import org.jspecify.annotations.NullMarked;

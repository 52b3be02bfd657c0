/// TLS on the relay's own port: certificates out of files, chosen by the name a visitor asks for,
/// replaced when the files are.
///
/// Start at [io.portsicle.relay.tls.TlsDoor]. Files are read where the relay is started and on
/// virtual threads; handlers live on the event loop of their connection. What has TLS must end as
/// what has none does: [io.portsicle.relay.tls.TlsEnding].
@NullMarked
package io.portsicle.relay.tls;

import org.jspecify.annotations.NullMarked;

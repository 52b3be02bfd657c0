/// The way through an HTTP proxy, for networks that let nothing else out: where the proxy is, how
/// it is asked for a tunnel, what its answer means.
///
/// Start at [io.portsicle.agent.proxy.ProxyTunnel]. Used on the event loop of the connection.
@NullMarked
package io.portsicle.agent.proxy;

import org.jspecify.annotations.NullMarked;

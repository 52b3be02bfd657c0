/// The local server's side: a visitor's request goes out on a pooled connection, in HTTP/1.1 or
/// HTTP/2, or becomes an upgraded one; the response goes back as it comes.
///
/// Start at [io.portsicle.agent.local.LocalServer], then `LocalExchange`, `UpgradeExchange` and
/// `Http2Exchange`. Everything lives on the event loop of the agent's links; nothing a request says
/// can change where the connections go.
@NullMarked
package io.portsicle.agent.local;

import org.jspecify.annotations.NullMarked;

/// The local server's side: a visitor's request becomes HTTP/1.1 on a pooled connection, the
/// response goes back as it comes.
///
/// Start at [io.portsicle.agent.local.LocalServer], then `LocalExchange`. Everything lives on the
/// event loop of the agent's links; nothing a request says can change where the connections go.
@NullMarked
package io.portsicle.agent.local;

import org.jspecify.annotations.NullMarked;

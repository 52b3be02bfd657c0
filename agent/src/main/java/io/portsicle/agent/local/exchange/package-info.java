/// What every exchange with the local server is made of, whatever version of HTTP carries it: the
/// visitor's request and its body, what the visitor gets, what the agent answers itself, how long a
/// response may take.
///
/// Start at [io.portsicle.agent.local.exchange.VisitorRequest]. Everything lives on the event loop
/// of the visitor's stream; whoever carries a request owns it, and closes it with the stream.
@NullMarked
package io.portsicle.agent.local.exchange;

import org.jspecify.annotations.NullMarked;

package io.portsicle.agent.dial;

import io.netty.channel.Channel;

/// How an attempt to connect went.
public sealed interface DialOutcome {
    /// An open channel with an empty pipeline. Nothing is read before the receiver returns, so it
    /// adds its handlers at once.
    record Connected(Channel channel) implements DialOutcome {}

    /// Why no address took the connection, in a few words.
    record Failed(String reason) implements DialOutcome {}
}

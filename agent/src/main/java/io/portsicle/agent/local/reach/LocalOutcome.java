package io.portsicle.agent.local.reach;

import io.netty.channel.Channel;
import io.portsicle.agent.local.exchange.OwnAnswer;

/// How an attempt to connect to the local server went.
public sealed interface LocalOutcome {
    /// An open channel, through TLS where the server speaks that. Nothing is read before the
    /// receiver returns, so it adds its handler at once.
    record Connected(Channel channel) implements LocalOutcome {}

    /// There is none, and `why` is what visitors are told.
    record Failed(OwnAnswer why) implements LocalOutcome {}

    /// The server is there, but does not speak the version of HTTP that was offered.
    record OtherProtocol(OwnAnswer why) implements LocalOutcome {}
}

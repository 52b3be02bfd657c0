package io.portsicle.agent.local;

import io.netty.channel.Channel;

/// How an attempt to connect to the local server went.
sealed interface LocalOutcome {
    /// An open channel, through TLS where the server speaks that. Nothing is read before the
    /// receiver returns, so it adds its handler at once.
    record Connected(Channel channel) implements LocalOutcome {}

    /// Why there is no connection, in a few words.
    record Failed(String reason) implements LocalOutcome {}

    /// There would be one, but nobody vouches for the server's certificate.
    record Untrusted(String reason) implements LocalOutcome {}
}

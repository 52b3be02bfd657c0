package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.portsicle.agent.proxy.ProxyAddress;

import java.time.Duration;
import java.util.Optional;

/// How an attempt to register went.
sealed interface UpgradeOutcome {
    /// The connection belongs to the tunnel. Whoever receives this starts the link before it
    /// returns: the bytes behind the 101 follow at once.
    record Accepted(Registration registration, Channel channel) implements UpgradeOutcome {}

    /// The relay refuses, with the code of its `Portsicle-Error`, and may say where it would not.
    record Refused(String code, Optional<String> elsewhere) implements UpgradeOutcome {
        Refused(String code) {
            this(code, Optional.empty());
        }
    }

    /// The proxy on the way wants other credentials.
    record RefusedByProxy(ProxyAddress proxy) implements UpgradeOutcome {}

    /// Something answered that is no relay; `evidence` says what it did.
    record NotARelay(String evidence) implements UpgradeOutcome {}

    /// The relay can't decide now and says when it can.
    record NotYet(Duration askAgainIn) implements UpgradeOutcome {}

    /// No answer, or one that asks for patience.
    record Unavailable(String reason) implements UpgradeOutcome {}
}

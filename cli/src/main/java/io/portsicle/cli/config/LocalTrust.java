package io.portsicle.cli.config;

import io.portsicle.agent.tls.Trust;

/// Who has to vouch for a local server that speaks https.
public sealed interface LocalTrust {

    /// The authorities of the Java platform.
    record Platform() implements LocalTrust {}

    /// Those of a file.
    record Authorities(CertificateAuthorities authorities) implements LocalTrust {}

    /// Nobody.
    record Anyone() implements LocalTrust {}

    /// The same as the agent knows it.
    default Trust toAgent() {
        return switch (this) {
            case Platform() -> new Trust.Platform();
            case Authorities(CertificateAuthorities some) -> new Trust.Authorities(some.trust());
            case Anyone() -> new Trust.Anyone();
        };
    }
}

package io.portsicle.agent.tls;

import javax.net.ssl.TrustManagerFactory;

/// Who has to vouch for a server's certificate. Immutable, any thread.
public sealed interface Trust {
    /// The authorities of the Java platform.
    record Platform() implements Trust {}

    /// These and no others.
    record Authorities(TrustManagerFactory factory) implements Trust {}

    /// Nobody: any certificate for any name is taken.
    record Anyone() implements Trust {}
}

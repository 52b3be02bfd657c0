package io.portsicle.agent.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A user and a password for a proxy. Immutable, any thread; never printed.
public record ProxyCredentials(String user, String password) {
    public ProxyCredentials {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "proxy user: not shown (expected: one without a colon)");
        }
    }

    /// As they stand in `Proxy-Authorization` (RFC 7617).
    String basic() {
        byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}

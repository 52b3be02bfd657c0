package io.portsicle.agent.proxy;

import io.netty.util.NetUtil;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an HTTP proxy is, and what it is told about who comes. Immutable, any thread. `host` is
/// without the brackets of an IPv6 address. What is printed of it is host and port.
public record ProxyAddress(String host, int port, Optional<ProxyCredentials> credentials) {
    private static final int MAX_PORT = 65_535;
    private static final String SCHEME = "http://";
    private static final String EXPECTED =
            "an HTTP proxy as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT";
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})/?");

    public ProxyAddress {
        if (host.isEmpty() || port < 1 || port > MAX_PORT) {
            throw wrong(host + ":" + port, "a host, and a port from 1 to 65535");
        }
    }

    /// Reads `http://HOST:PORT` or `http://USER:PASSWORD@HOST:PORT`; an [IllegalArgumentException]
    /// says what is wrong, without user and password.
    ///
    /// Passwords come with all their special characters, encoded or not, so that the last `@` ends
    /// them: [java.net.URI] would refuse most of what works elsewhere.
    public static ProxyAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw wrong(text.substring(at + 1), EXPECTED);
        }
        int start = SCHEME.length();
        String place = text.substring(Math.max(start, at + 1));
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            throw wrong(place, EXPECTED);
        }
        return new ProxyAddress(
                host(parts),
                Integer.parseInt(parts.group(3)),
                at < 0 ? Optional.empty() : Optional.of(credentials(text.substring(start, at))));
    }

    /// Host and port, as in a URL.
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static String host(Matcher parts) {
        String ip6 = parts.group(1);
        if (ip6 != null && !NetUtil.isValidIpV6Address(ip6)) {
            throw wrong(parts.group(), "an IPv6 address in brackets");
        }
        return ip6 == null ? parts.group(2) : ip6;
    }

    private static ProxyCredentials credentials(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ProxyCredentials(decoded(text), "")
                : new ProxyCredentials(
                        decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
    }

    /// A plus is a plus here, not a space as in forms.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message holds a piece of the password.
            throw new IllegalArgumentException(
                    "proxy user or password: not shown (expected: each % in it written as %25)");
        }
    }

    private static IllegalArgumentException wrong(String shown, String expected) {
        return new IllegalArgumentException(
                "proxy: \"%s\" (expected: %s)".formatted(shown, expected));
    }
}

package io.portsicle.agent.connect;

import java.net.URI;
import java.util.Locale;

/// Where a relay is, read from its URL. Immutable, any thread. `host` is without the brackets of an
/// IPv6 address.
public record RelayAddress(URI url, String host, int port, boolean isTls) {
    private static final int MAX_PORT = 65_535;

    /// Reads an http, https, ws or wss URL; an [IllegalArgumentException] says what is wrong.
    public static RelayAddress of(URI url) {
        boolean tls = isTls(url);
        String host = url.getHost();
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "relay: a URL with a user or password (expected: the token as an option of its"
                            + " own)");
        }
        if (host == null) {
            throw wrong(url, "a URL such as https://relay.example.com");
        }
        if (!hasNothingBehindPort(url)) {
            throw wrong(url, "a URL with nothing behind host and port");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw wrong(url, "a port from 1 to 65535");
        }
        int port = url.getPort() == -1 ? defaultPort(tls) : url.getPort();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new RelayAddress(url, name, port, tls);
    }

    /// Host and port as they stand in a `Host` field.
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(isTls) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return url.toString();
    }

    private static boolean isTls(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "ws" -> false;
            case "https", "wss" -> true;
            default -> throw wrong(url, "an http, https, ws or wss URL");
        };
    }

    private static boolean hasNothingBehindPort(URI url) {
        String path = url.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }

    private static IllegalArgumentException wrong(URI url, String expected) {
        return new IllegalArgumentException("relay: %s (expected: %s)".formatted(url, expected));
    }
}

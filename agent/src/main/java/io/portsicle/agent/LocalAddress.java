package io.portsicle.agent;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where the local server listens, and the path under which its part of the world begins.
/// Immutable, any thread.
///
/// `host` is a name or an address, IPv6 without brackets; `basePath` is empty or starts with `/`
/// and does not end with it.
public record LocalAddress(String host, int port, String basePath) {
    private static final String EXPECTED =
            "a port such as 3000, a host and port such as localhost:3000, or an http URL";
    private static final int DEFAULT_PORT = 80;
    private static final int MAX_PORT = 65_535;

    public LocalAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host: \"\" (expected: a host name or address)");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
        }
        basePath = withoutTrailingSlash(basePath);
        if (!basePath.isEmpty() && basePath.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "base path: \"%s\" (expected: a path that starts with /)".formatted(basePath));
        }
    }

    /// Reads `3000`, `host:port`, `http://host`, `http://host:port/base`.
    ///
    /// An [IllegalArgumentException] says what is wrong, in a line for the user.
    public static LocalAddress parse(String text) {
        if (isNumber(text)) {
            return new LocalAddress("localhost", port(text, text), "");
        }
        int scheme = text.indexOf("://");
        if (scheme >= 0) {
            return parseUrl(text, text.substring(0, scheme).toLowerCase(Locale.ROOT));
        }
        if (text.startsWith("unix:") || text.startsWith("/")) {
            throw notYet(text, "a Unix socket");
        }
        return parseUrl(text, uri(text, "http://" + text), true);
    }

    /// `host:port` as it stands in a `Host` field: IPv6 in brackets, the default port left out.
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == DEFAULT_PORT ? name : name + ":" + port;
    }

    /// The server's origin, `http://host:port`.
    public String origin() {
        return "http://" + authority();
    }

    /// The URL that [#parse(String)] reads back.
    @Override
    public String toString() {
        return origin() + basePath;
    }

    private static LocalAddress parseUrl(String text, String scheme) {
        return switch (scheme) {
            case "http" -> parseUrl(text, uri(text, text), false);
            case "https" -> throw notYet(text, "https to the local server");
            case "unix" -> throw notYet(text, "a Unix socket");
            default -> throw wrong(text, EXPECTED);
        };
    }

    private static LocalAddress parseUrl(String text, URI uri, boolean needsPort) {
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw wrong(text, EXPECTED);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong(text, "a URL without query and fragment");
        }
        if (uri.getPort() == -1 && needsPort) {
            throw wrong(text, EXPECTED);
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() == -1 ? DEFAULT_PORT : port(text, Integer.toString(uri.getPort()));
        return new LocalAddress(name, port, uri.getRawPath());
    }

    private static URI uri(String text, String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw wrong(text, EXPECTED);
        }
    }

    private static int port(String text, String digits) {
        if (digits.length() > 5
                || Integer.parseInt(digits) < 1
                || Integer.parseInt(digits) > MAX_PORT) {
            throw wrong(text, "a port from 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/")
                ? withoutTrailingSlash(path.substring(0, path.length() - 1))
                : path;
    }

    private static IllegalArgumentException notYet(String text, String what) {
        return wrong(text, "an http address; " + what + " is not supported yet");
    }

    private static IllegalArgumentException wrong(String text, String expected) {
        return new IllegalArgumentException(
                "local server: \"%s\" (expected: %s)".formatted(text, expected));
    }
}

package io.portsicle.agent;

import io.portsicle.agent.LocalAddress.Scheme;
import io.portsicle.agent.LocalAddress.Tcp;
import io.portsicle.agent.LocalAddress.UnixSocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Reads what people write for a [LocalAddress]. No state.
final class LocalAddressParser {
    private static final String EXPECTED =
            "a port such as 3000, a host and port such as localhost:3000, an http or https URL, or"
                    + " unix:/path";
    private static final String UNIX = "unix:";
    private static final int MAX_PORT = 65_535;

    private LocalAddressParser() {}

    static LocalAddress parse(String text) {
        if (isNumber(text)) {
            return LocalAddress.http("localhost", port(text, text), "");
        }
        if (text.startsWith(UNIX)) {
            return unix(text, text.substring(UNIX.length()));
        }
        if (text.startsWith("/")) {
            throw wrong(text, "unix:%s for a Unix socket".formatted(text));
        }
        int scheme = text.indexOf("://");
        return scheme >= 0
                ? url(text, text.substring(0, scheme).toLowerCase(Locale.ROOT))
                : url(text, Scheme.HTTP, uri(text, "http://" + text), false);
    }

    /// Three slashes are an empty host in front of the path.
    private static LocalAddress unix(String text, String rest) {
        String path = rest.startsWith("///") ? rest.substring(2) : rest;
        UnixSocket.expected(path)
                .ifPresent(
                        expected -> {
                            throw wrong(text, expected);
                        });
        return new UnixSocket(path);
    }

    private static LocalAddress url(String text, String scheme) {
        return switch (scheme) {
            case "http" -> url(text, Scheme.HTTP, uri(text, text), true);
            case "https" -> url(text, Scheme.HTTPS, uri(text, text), true);
            default -> throw wrong(text, EXPECTED);
        };
    }

    private static LocalAddress url(String text, Scheme scheme, URI uri, boolean hasUsualPort) {
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw wrong(text, EXPECTED);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong(text, "a URL without query and fragment");
        }
        if (uri.getPort() == -1 && !hasUsualPort) {
            throw wrong(text, EXPECTED);
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port =
                uri.getPort() == -1
                        ? scheme.usualPort()
                        : port(text, Integer.toString(uri.getPort()));
        return new Tcp(scheme, name, port, uri.getRawPath());
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

    private static IllegalArgumentException wrong(String text, String expected) {
        return new IllegalArgumentException(
                "local server: \"%s\" (expected: %s)".formatted(text, expected));
    }
}

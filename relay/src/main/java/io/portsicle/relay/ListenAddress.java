package io.portsicle.relay;

import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/// An address to listen on, and whether TLS is spoken there; port 0 means any free one.
///
/// Immutable, any thread. An IPv6 literal stands without brackets.
public record ListenAddress(Scheme scheme, String host, int port) {
    private static final int MAX_PORT = 65_535;

    /// What is spoken at an address.
    public enum Scheme {
        /// HTTP in the clear.
        HTTP,
        /// HTTP in TLS.
        HTTPS;

        /// As it stands in a URL.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// An address without TLS.
    public ListenAddress(String host, int port) {
        this(Scheme.HTTP, host, port);
    }

    /// Takes a host name or an IP literal, and a port.
    public ListenAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("listen address without a host");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "listen port: %d (expected: 0 to %d)".formatted(port, MAX_PORT));
        }
    }

    /// Reads `https://HOST:PORT`, `http://HOST:PORT` or `HOST:PORT`, which is `http`; `*` as host
    /// means every address.
    ///
    /// @throws IllegalArgumentException with a sentence that says what would be right
    public static ListenAddress parse(String text) {
        String stripped = text.strip();
        Scheme scheme = isHttps(stripped) ? Scheme.HTTPS : Scheme.HTTP;
        String rest = withoutScheme(stripped, scheme);
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int colon = rest.lastIndexOf(':');
        if (colon <= 0 || rest.indexOf('/') >= 0 || rest.indexOf('@') >= 0) {
            throw wrong(text);
        }
        String host = rest.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw wrong(text);
        }
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw wrong(text);
        }
        return new ListenAddress(
                scheme, host.equals("*") ? "0.0.0.0" : host, port(rest, colon, text));
    }

    /// Whether only this machine can reach the address.
    public boolean isLoopback() {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return literal == null ? isLocalName() : address(literal).isLoopbackAddress();
    }

    /// Whether this means every address of the machine.
    public boolean isWildcard() {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return literal != null && address(literal).isAnyLocalAddress();
    }

    /// Whether TLS is spoken there.
    public boolean isHttps() {
        return scheme == Scheme.HTTPS;
    }

    /// Host and port as a URL has them: `127.0.0.1:8080`, `[::1]:8080`.
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /// The whole of it: `http://127.0.0.1:8080`.
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }

    /// The same host, with the port that was given where any free one was wished.
    ListenAddress withPort(int given) {
        return new ListenAddress(scheme, host, given);
    }

    private static boolean isHttps(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(Scheme.HTTPS + "://");
    }

    private static String withoutScheme(String text, Scheme scheme) {
        String start = scheme + "://";
        return text.toLowerCase(Locale.ROOT).startsWith(start)
                ? text.substring(start.length())
                : text;
    }

    private static int port(String rest, int colon, String text) {
        try {
            int port = Integer.parseInt(rest.substring(colon + 1));
            if (port >= 0 && port <= MAX_PORT && rest.charAt(colon + 1) != '+') {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                ("listen address '%s' (expected: http://HOST:PORT or https://HOST:PORT, for example"
                                + " http://127.0.0.1:8080)")
                        .formatted(text.replaceAll("[^\\x20-\\x7e]", "?")));
    }

    private boolean isLocalName() {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}

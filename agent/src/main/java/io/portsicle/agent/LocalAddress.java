package io.portsicle.agent;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where the local server listens. Immutable, any thread.
public sealed interface LocalAddress {
    /// What the local server speaks on its port.
    enum Scheme {
        HTTP(80),
        HTTPS(443);

        private final int usualPort;

        Scheme(int usualPort) {
            this.usualPort = usualPort;
        }

        /// The port that needs not be written.
        int usualPort() {
            return usualPort;
        }

        /// As it stands in a URL.
        @Override
        public String toString() {
            return this == HTTP ? "http" : "https";
        }
    }

    /// A port of this machine or another one, and the path under which the server's part of the
    /// world begins.
    ///
    /// `host` is a name or an address, IPv6 without brackets; `basePath` is empty or starts with
    /// `/` and does not end with it.
    record Tcp(Scheme scheme, String host, int port, String basePath) implements LocalAddress {
        private static final int MAX_PORT = 65_535;

        public Tcp {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("host: \"\" (expected: a host name or address)");
            }
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException(
                        "port: %d (expected: 1 to 65535)".formatted(port));
            }
            basePath = withoutTrailingSlash(basePath);
            if (!basePath.isEmpty() && basePath.charAt(0) != '/') {
                throw new IllegalArgumentException(
                        "base path: \"%s\" (expected: a path that starts with /)"
                                .formatted(basePath));
            }
        }

        @Override
        public String authority() {
            String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return port == scheme.usualPort ? name : name + ":" + port;
        }

        @Override
        public String label() {
            return scheme == Scheme.HTTP ? authority() : origin();
        }

        /// The URL that [#parse(String)] reads back.
        @Override
        public String toString() {
            return origin() + basePath;
        }

        private String origin() {
            return scheme + "://" + authority();
        }

        private static String withoutTrailingSlash(String path) {
            return path.endsWith("/")
                    ? withoutTrailingSlash(path.substring(0, path.length() - 1))
                    : path;
        }
    }

    /// A Unix socket: a file of this machine that a server listens on. Its `path` is absolute.
    record UnixSocket(String path) implements LocalAddress {
        /// What fits into an address of the kernel, which ends with a byte of zero.
        public static final int MAX_PATH_BYTES = 107;

        public UnixSocket {
            expected(path)
                    .ifPresent(
                            expected -> {
                                throw new IllegalArgumentException(
                                        "socket: \"%s\" (expected: %s)".formatted(path, expected));
                            });
        }

        /// What would be right instead of a wrong path.
        static Optional<String> expected(String path) {
            if (!path.startsWith("/") || path.startsWith("//") || path.indexOf(0) >= 0) {
                return Optional.of("the absolute path of a socket, such as unix:/run/app.sock");
            }
            return path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES
                    ? Optional.of("a path of at most %d bytes".formatted(MAX_PATH_BYTES))
                    : Optional.empty();
        }

        @Override
        public Scheme scheme() {
            return Scheme.HTTP;
        }

        @Override
        public String authority() {
            return "localhost";
        }

        @Override
        public String basePath() {
            return "";
        }

        @Override
        public String label() {
            return toString();
        }

        /// What [#parse(String)] reads back.
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// Reads `3000`, `host:port`, `http://host:port/base`, `https://host`, `unix:/path`.
    ///
    /// An [IllegalArgumentException] says what is wrong, in a line for the user.
    static LocalAddress parse(String text) {
        return LocalAddressParser.parse(text);
    }

    /// A server that speaks HTTP without TLS.
    static LocalAddress http(String host, int port, String basePath) {
        return new Tcp(Scheme.HTTP, host, port, basePath);
    }

    Scheme scheme();

    /// `host:port` as it stands in a `Host` field: IPv6 in brackets, the usual port left out.
    String authority();

    /// What stands before the path of each request; may be empty.
    String basePath();

    /// What the server is called in a sentence: `localhost:3000`, `https://localhost:8443`,
    /// `unix:/run/app.sock`.
    String label();
}

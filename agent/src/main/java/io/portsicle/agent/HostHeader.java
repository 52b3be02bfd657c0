package io.portsicle.agent;

/// What the local server sees as `Host`. Immutable, any thread.
public sealed interface HostHeader {
    /// Its own address, and its own origin where the visitor's `Origin` or `Referer` was the
    /// endpoint's: development servers refuse hosts that they do not know.
    record Rewrite() implements HostHeader {}

    /// What the visitor sent.
    record Preserve() implements HostHeader {}

    /// Always this value, `name` or `name:port`.
    record Fixed(String value) implements HostHeader {
        private static final int MAX_LENGTH = 255 + 6;

        public Fixed {
            if (value.isEmpty()
                    || value.length() > MAX_LENGTH
                    || !value.chars().allMatch(Fixed::mayStandInHost)) {
                throw new IllegalArgumentException(
                        "host header: \"%s\" (expected: a host name, or a host name and port)"
                                .formatted(value));
            }
        }

        private static boolean mayStandInHost(int c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || ".-_~:[]".indexOf(c) >= 0;
        }
    }
}

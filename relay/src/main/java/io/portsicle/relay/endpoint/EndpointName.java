package io.portsicle.relay.endpoint;

import java.util.Locale;
import java.util.Optional;

/// The name of an endpoint: one DNS label (RFC 1123, 2.1), in lower case, because it becomes the
/// first label of a host name.
///
/// Immutable, any thread.
public record EndpointName(String value) {
    /// The longest label that DNS carries (RFC 1035, 2.3.4).
    public static final int MAX_LENGTH = 63;

    /// Takes a name as somebody wrote it; upper-case letters become lower-case ones.
    ///
    /// @throws IllegalArgumentException with the sentence of [#problem(String)]
    public EndpointName {
        value = value.toLowerCase(Locale.ROOT);
        problem(value)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException(problem);
                        });
    }

    /// What is wrong with a name that somebody wishes, in one sentence; empty for a good one.
    public static Optional<String> problem(String text) {
        if (text.isEmpty()) {
            return Optional.of("the name is empty (expected: letters, digits and '-')");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of(
                    "the name has %d characters (expected: at most %d)"
                            .formatted(text.length(), MAX_LENGTH));
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLabelChar(text.charAt(i))) {
                return Optional.of(
                        "the name %s holds %s (expected: letters a-z, digits and '-')"
                                .formatted(quoted(text), quoted(text.substring(i, i + 1))));
            }
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            return Optional.of(
                    "the name %s starts or ends with '-' (expected: a letter or digit there)"
                            .formatted(quoted(text)));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isLabelChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }

    /// A name comes from outside: control characters must not reach a log or a terminal.
    private static String quoted(String text) {
        return "'" + text.replaceAll("[^\\x20-\\x7e]", "?") + "'";
    }
}

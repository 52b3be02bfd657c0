package io.portsicle.cli.config;

/// The second half of `thing: value (expected: …)`, the form of every message about a wrong value.
/// The first half is written by whoever knows which option the value came from.
final class Expectation {

    private static final String START = "(expected: ";

    private Expectation() {}

    /// What the message says was expected, or all of it when it has another form.
    static String of(IllegalArgumentException wrong) {
        String message = String.valueOf(wrong.getMessage());
        int start = message.lastIndexOf(START);
        return start >= 0 && message.endsWith(")")
                ? message.substring(start + START.length(), message.length() - 1)
                : message;
    }
}

package io.portsicle.cli.console;

/// Text of others, safe to show: a path or a reason must not move the cursor or rename the window.
final class Printable {

    private Printable() {}

    /// The text with every control character as `\xNN`.
    static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> append(safe, (char) c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, char c) {
        if (Character.isISOControl(c)) {
            safe.append("\\x%02x".formatted((int) c));
        } else {
            safe.append(c);
        }
    }
}

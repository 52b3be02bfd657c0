package io.portsicle.acceptance.smuggling;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes as a person writes them: printable ASCII stands for itself, `\r`, `\n`, `\t`, `\0`, `\\`
/// and `\xNN` for single bytes, `{host}` for what the run knows, and `{a*300}` for 300 bytes `a`.
public record ByteText(String text) {
    private static final String ESCAPE = "\\\\(?:(?<letter>[rnt0\\\\])|x(?<hex>[0-9a-f]{2}))";
    private static final Pattern PART =
            Pattern.compile(
                    "(?<plain>[ -~&&[^\\\\{}]])|"
                            + ESCAPE
                            + "|\\{(?:(?<name>[a-z]+)|(?<repeated>[!-~])\\*(?<times>[0-9]+))}");
    private static final String LETTERS = "rnt0\\";
    private static final String MEANT = "\r\n\t\0\\";

    /// Takes a text that mentions no other names than these.
    public static ByteText of(String text, Set<String> names) {
        var written = new ByteText(text);
        written.parts(
                part -> {
                    String name = part.group("name");
                    if (name != null && !names.contains(name)) {
                        throw new IllegalArgumentException(
                                "{%s} in '%s' (expected: one of %s)".formatted(name, text, names));
                    }
                });
        return written;
    }

    /// The bytes, each name replaced with its value.
    public byte[] bytes(Map<String, String> values) {
        var bytes = new ByteArrayOutputStream();
        parts(part -> bytes.writeBytes(meant(part, values)));
        return bytes.toByteArray();
    }

    /// How these bytes would be written, a line for each line feed.
    public static String show(byte[] bytes) {
        var shown = new StringBuilder();
        for (byte b : bytes) {
            int escape = MEANT.indexOf(b & 0xff);
            if (escape >= 0) {
                shown.append('\\').append(LETTERS.charAt(escape));
            } else if (b < ' ' || b > '~' || b == '{' || b == '}') {
                shown.append("\\x").append(HexFormat.of().toHexDigits(b));
            } else {
                shown.append((char) b);
            }
            if (b == '\n') {
                shown.append('\n');
            }
        }
        return shown.toString();
    }

    private void parts(Consumer<Matcher> each) {
        Matcher part = PART.matcher(text);
        int at = 0;
        for (; part.find(at) && part.start() == at; at = part.end()) {
            each.accept(part);
        }
        if (at < text.length()) {
            throw new IllegalArgumentException(
                    ("'%s' (expected: printable ASCII, \\r, \\n, \\t, \\0, \\\\,"
                                    + " \\xNN, {name}, or {a*300})")
                            .formatted(text.substring(at)));
        }
    }

    private static byte[] meant(Matcher part, Map<String, String> values) {
        String text;
        if (part.group("plain") != null) {
            text = part.group("plain");
        } else if (part.group("letter") != null) {
            text = MEANT.substring(LETTERS.indexOf(part.group("letter"))).substring(0, 1);
        } else if (part.group("hex") != null) {
            text = Character.toString(HexFormat.fromHexDigits(part.group("hex")));
        } else if (part.group("name") != null) {
            text = values.get(part.group("name"));
        } else {
            text = part.group("repeated").repeat(Integer.parseInt(part.group("times")));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

package io.portsicle.cli.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// A file whose first line is a token.
public final class TokenFile {

    private static final long LARGEST = 64 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");

    private TokenFile() {}

    /// The token in the file; an [IllegalArgumentException] says what was expected of it, and never
    /// what is in it.
    public static String read(Path file) {
        String token = firstLine(file);
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "a file whose first line is a token: visible ASCII characters, no spaces");
        }
        return token;
    }

    /// Whether the text can be a token at all.
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static String firstLine(Path file) {
        return SmallFile.text(file, LARGEST).lines().findFirst().orElse("").strip();
    }
}

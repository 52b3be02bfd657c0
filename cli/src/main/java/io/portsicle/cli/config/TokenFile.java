package io.portsicle.cli.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("a small file with a token; this one is large");
            }
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.getFirst().strip();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("a file that exists", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("a file that you may read", e);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("a text file with a token", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a readable file: " + e.getMessage(), e);
        }
    }
}

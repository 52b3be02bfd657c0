package io.portsicle.cli.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a file that an option names.
final class SmallFile {

    private SmallFile() {}

    /// Its text, in which bytes that are no UTF-8 are replaced; an [IllegalArgumentException] says
    /// what was expected of the file.
    static String text(Path file, long largest) {
        try {
            if (Files.size(file) > largest) {
                throw new IllegalArgumentException(
                        "a file of no more than %d KiB".formatted(largest / 1024));
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("a file that exists", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("a file that you may read", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a readable file: " + e.getMessage(), e);
        }
    }
}

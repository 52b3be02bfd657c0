package io.portsicle.relay.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of a PEM file (RFC 7468), whatever stands between them.
record PemFile(List<Block> blocks) {
    /// The largest file that is read.
    private static final long MAX_BYTES = 1024 * 1024;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /// One thing in the file: what it is, and its text in base 64, which may be spoilt.
    record Block(String label, String text) {
        /// Whether a password is needed to read it: newer keys say so in the label, older ones
        /// inside.
        boolean isEncrypted() {
            return label.startsWith("ENCRYPTED") || text.contains("Proc-Type:");
        }

        /// The bytes.
        ///
        /// @throws IllegalArgumentException where the text is not base 64
        byte[] bytes() {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        }
    }

    /// Reads a file; blocking.
    static PemFile read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("a file of no more than %d KiB".formatted(MAX_BYTES / 1024));
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text);
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        return new PemFile(blocks);
    }

    /// What should have been there instead of a file that could not be read.
    static String expectedInsteadOf(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "a file that exists";
            case AccessDeniedException denied -> "a file that this user may read";
            default -> "a readable file: " + failure.getMessage();
        };
    }

    /// The blocks whose label ends with this.
    List<Block> ending(String label) {
        return blocks.stream().filter(block -> block.label().endsWith(label)).toList();
    }
}

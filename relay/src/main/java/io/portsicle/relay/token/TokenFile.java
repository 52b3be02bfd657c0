package io.portsicle.relay.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The file `tokens` of the data folder: one line with the SHA-256 of each token, so that who reads
/// the file can't register.
///
/// Used once, when the relay starts; blocking.
public final class TokenFile {
    private static final String NAME = "tokens";
    private static final String HEADING =
            "# Tokens of this Portsicle relay: the SHA-256 of each, one a line. The tokens"
                    + " themselves are nowhere.\n";

    private final List<Hash> hashes;
    private final Optional<Token> made;

    private TokenFile(List<Hash> hashes, Optional<Token> made) {
        this.hashes = List.copyOf(hashes);
        this.made = made;
    }

    /// Reads the file, or makes it with a first token.
    ///
    /// @throws IOException with a message for the operator
    public static TokenFile open(Path dataDir, SecureRandom random) throws IOException {
        Path file = dataDir.resolve(NAME);
        try {
            return new TokenFile(read(file), Optional.empty());
        } catch (NoSuchFileException firstStart) {
            return create(dataDir, file, random);
        }
    }

    /// The hashes of all tokens.
    public List<Hash> hashes() {
        return hashes;
    }

    /// The token that was made by this start, to be shown once.
    public Optional<Token> made() {
        return made;
    }

    private static List<Hash> read(Path file) throws IOException {
        List<Hash> hashes = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                hashes.add(parse(text, file, number));
            }
        }
        if (hashes.isEmpty()) {
            throw new IOException("%s holds no token; remove it to get a new one".formatted(file));
        }
        return hashes;
    }

    private static Hash parse(String text, Path file, int number) throws IOException {
        try {
            return Hash.ofHex(text);
        } catch (IllegalArgumentException notHash) {
            throw new IOException(
                    "%s:%d is not a token's hash (expected: 64 hexadecimal digits)"
                            .formatted(file, number),
                    notHash);
        }
    }

    private static TokenFile create(Path dataDir, Path file, SecureRandom random)
            throws IOException {
        PrivateFile.createFolder(dataDir);
        Token token = Token.random(random);
        String text = HEADING + token.hexHash() + "\n";
        try {
            PrivateFile.create(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException raced) { // another relay on the same folder was quicker
            return new TokenFile(read(file), Optional.empty());
        }
        return new TokenFile(List.of(Hash.of(token)), Optional.of(token));
    }
}

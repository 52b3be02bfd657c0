package io.portsicle.relay;

import io.portsicle.relay.session.ResumeKey;
import io.portsicle.relay.session.SessionFiles;
import io.portsicle.relay.session.SessionStore;
import io.portsicle.relay.token.PrivateFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// What a relay remembers beyond its own end: the key of the resume secrets, and the live sessions.
///
/// Blocking.
record Memory(ResumeKey key, SessionStore store) implements AutoCloseable {
    private static final String KEY = "resume.key";

    /// Opens the memory of a relay that listens on `port`. A relay for one agent inside the same
    /// process remembers nothing: it ends with its agent.
    static Memory of(RelayConfig config, int port, SecureRandom random) {
        if (config.admission() instanceof Admission.OnlyToken) {
            return new Memory(ResumeKey.random(random), SessionStore.NONE);
        }
        try {
            return new Memory(
                    key(config.dataDir(), random),
                    new SessionFiles(config.dataDir().resolve("sessions-" + port)));
        } catch (IOException cause) {
            throw new RelayStartException(
                    "the key %s of --data-dir can't be used: %s"
                            .formatted(
                                    config.dataDir().resolve(KEY),
                                    RelayStartException.reason(cause)),
                    cause);
        }
    }

    /// Blocks until everything is written.
    @Override
    public void close() {
        if (store instanceof SessionFiles files) {
            files.close();
        }
    }

    private static ResumeKey key(Path dataDir, SecureRandom random) throws IOException {
        Path file = dataDir.resolve(KEY);
        try {
            return read(file);
        } catch (NoSuchFileException firstStart) {
            return newKey(dataDir, file, random);
        }
    }

    private static ResumeKey newKey(Path dataDir, Path file, SecureRandom random)
            throws IOException {
        PrivateFile.createFolder(dataDir);
        byte[] bytes = ResumeKey.newBytes(random);
        try {
            String text = HexFormat.of().formatHex(bytes) + "\n";
            PrivateFile.create(file, text.getBytes(StandardCharsets.US_ASCII));
            return ResumeKey.of(bytes);
        } catch (FileAlreadyExistsException raced) { // another relay on this folder was quicker
            return read(file);
        }
    }

    private static ResumeKey read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            return ResumeKey.of(HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException notKey) {
            throw new IOException(
                    "it holds no key (expected: 64 hexadecimal digits; remove it to get a new one)",
                    notKey);
        }
    }
}

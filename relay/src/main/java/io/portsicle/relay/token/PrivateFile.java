package io.portsicle.relay.token;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files and folders that only their owner may read. Blocking; any thread.
public final class PrivateFile {
    private PrivateFile() {}

    /// Makes a folder and those above it.
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, ownerOnly("rwx------"));
    }

    /// Makes a file with its content, which is there whole or not at all.
    ///
    /// @throws FileAlreadyExistsException where the file is there already; it stays as it is
    public static void create(Path file, byte[] content) throws IOException {
        Path draft = draft(file, content);
        try {
            Files.createLink(file, draft);
        } catch (UnsupportedOperationException noLinks) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// Writes a file, in place of a former one; whoever reads it sees all of the one or the other.
    public static void write(Path file, byte[] content) throws IOException {
        Files.move(
                draft(file, content),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path draft(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, ".new-", "", ownerOnly("rw-------"));
        return Files.write(draft, content);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

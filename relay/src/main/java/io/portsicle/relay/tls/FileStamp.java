package io.portsicle.relay.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// What a file looks like without being read: the same stamp means the same content.
///
/// @param inode which file it is where the system tells, behind symbolic links
record FileStamp(FileTime modified, long size, @Nullable Object inode) {
    private static final FileStamp MISSING = new FileStamp(FileTime.fromMillis(0), -1, null);

    /// Looks at a file; blocking.
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
        } catch (IOException unreadable) {
            return MISSING;
        }
    }
}

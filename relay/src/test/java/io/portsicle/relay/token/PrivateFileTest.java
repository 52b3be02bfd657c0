package io.portsicle.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class PrivateFileTest {
    @TempDir Path folder;

    @Test
    void nobodyElseMayReadIt() throws IOException {
        Path inner = folder.resolve("a").resolve("b");
        PrivateFile.createFolder(inner);
        PrivateFile.create(inner.resolve("file"), bytes("one"));

        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(inner.resolve("file"))).isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsThereIsNotMadeAgain() throws IOException {
        Path file = folder.resolve("file");
        PrivateFile.create(file, bytes("one"));

        assertThatThrownBy(() -> PrivateFile.create(file, bytes("two")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("one");
        assertThat(folder).isDirectoryContaining("glob:**file");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aFileIsReplacedWholeAndStaysPrivate() throws IOException {
        Path file = folder.resolve("file");
        PrivateFile.write(file, bytes("one"));
        PrivateFile.write(file, bytes("two"));

        assertThat(file).hasContent("two");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

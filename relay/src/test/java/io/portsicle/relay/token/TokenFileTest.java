package io.portsicle.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

class TokenFileTest {
    private final SecureRandom random = new SecureRandom();
    @TempDir Path temp;

    @Test
    void theFirstStartMakesAToken() throws IOException {
        TokenFile file = TokenFile.open(temp.resolve("data"), random);

        assertThat(file.made().orElseThrow().value()).matches("ptk_[A-Za-z0-9_-]{43}");
        assertThat(file.hashes()).containsExactly(Hash.of(file.made().orElseThrow()));
    }

    @Test
    void keepsTheHashAndNeverTheToken() throws IOException {
        TokenFile file = TokenFile.open(temp, random);
        Token token = file.made().orElseThrow();

        assertThat(Files.readString(temp.resolve("tokens")))
                .contains(token.hexHash())
                .doesNotContain(token.value());
    }

    @Test
    void laterStartsKnowTheTokenAndShowNothing() throws IOException {
        TokenFile first = TokenFile.open(temp, random);
        TokenFile second = TokenFile.open(temp, random);

        assertThat(second.made()).isEmpty();
        assertThat(second.hashes()).isEqualTo(first.hashes());
    }

    @Test
    void onlyTheOwnerMayReadFolderAndFile() throws IOException {
        Path data = temp.resolve("a/data");
        TokenFile.open(data, random);

        assertThat(rights(data)).isEqualTo("rwx------");
        assertThat(rights(data.resolve("tokens"))).isEqualTo("rw-------");
    }

    @Test
    void leavesTheRightsOfAFolderThatWasThereAlone() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        TokenFile.open(temp, random);

        assertThat(rights(temp)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void namesTheLineThatIsNoHash() throws IOException {
        Files.writeString(temp.resolve("tokens"), "# heading\n\nptk_in_clear\n");

        assertThatThrownBy(() -> TokenFile.open(temp, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tokens:3")
                .hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void refusesAFileWithoutATokenInsteadOfLettingNobodyIn() throws IOException {
        Files.writeString(temp.resolve("tokens"), "");

        assertThatThrownBy(() -> TokenFile.open(temp, random)).hasMessageContaining("no token");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

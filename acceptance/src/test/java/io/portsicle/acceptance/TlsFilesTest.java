package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.local.TestAuthority.Certificate;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.OpensslClient;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// The files of a relay's certificates: replaced while it runs, or no good.
class TlsFilesTest {
    private static final String ECDSA = "ec -pkeyopt ec_paramgen_curve:P-256";
    private static final String REPLACED_BY_NO_GOOD =
            "a certificate was replaced by one that is no good; the old one stays";

    private static TestAuthority authority;
    private static Certificate old;
    private static Certificate next;

    @TempDir private Path folder;

    @BeforeAll
    static void issue() {
        authority = TestAuthority.create();
        old = authority.issue(ECDSA, "old.example");
        next = authority.issue(ECDSA, "next.example");
    }

    @Test
    void replacedFilesAreUsedWithoutARestartAndBrokenOnesAreNot() throws IOException {
        Path certificate = Files.copy(old.file(), folder.resolve("cert.pem"));
        Path key = Files.copy(old.key(), folder.resolve("key.pem"));
        try (RelayProcess relay = start(certificate, key)) {
            assertThat(shownBy(relay)).isEqualTo(old.name());

            Files.copy(next.file(), certificate, StandardCopyOption.REPLACE_EXISTING);
            await("the relay says that the files do not fit together")
                    .until(() -> timesSaid(relay, REPLACED_BY_NO_GOOD) == 1);
            assertThat(relay.process().err()).anyMatch(line -> line.contains(key.toString()));
            assertThat(shownBy(relay)).isEqualTo(old.name());

            Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
            await("the relay uses the new files")
                    .untilAsserted(() -> assertThat(shownBy(relay)).isEqualTo(next.name()));
            assertThat(timesSaid(relay, REPLACED_BY_NO_GOOD)).isEqualTo(1);
        }
    }

    @Test
    void anExpiredCertificateIsAWarning() {
        Path certificate = expired();
        try (RelayProcess relay = start(certificate, folder.resolve("expired.key"))) {
            assertThat(relay.process().err())
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("a certificate has expired")
                    .contains(certificate.toString());
            assertThat(shownBy(relay)).isEqualTo("expired");
        }
    }

    @Test
    void filesThatAreNoGoodAreExplainedInOneLine() {
        assertExplained(
                folder.resolve("none.pem"),
                old.key(),
                "--tls-cert: \"%s\" (expected: a file that exists)"
                        .formatted(folder.resolve("none.pem")));
        assertExplained(
                old.file(),
                next.key(),
                ("--tls-key: \"%s\" (expected: the private key of --tls-cert \"%s\"; this one"
                                + " belongs to another certificate)")
                        .formatted(next.key(), old.file()));
    }

    private static void assertExplained(Path certificate, Path key, String explanation) {
        try (ChildProcess relay =
                Portsicle.run(
                        RelayProcess.arguments(
                                "https://127.0.0.1:0",
                                "--tls-cert",
                                certificate.toString(),
                                "--tls-key",
                                key.toString()))) {
            assertThat(relay.awaitExit()).isEqualTo(1);
            assertThat(relay.err()).containsExactly("portsicle: " + explanation);
            assertThat(relay.out()).isEmpty();
        }
    }

    private static RelayProcess start(Path certificate, Path key) {
        return RelayProcess.startAt(
                "https://127.0.0.1:0",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString());
    }

    private static String shownBy(RelayProcess relay) {
        return OpensslClient.run(relay.port()).certificate();
    }

    private static long timesSaid(RelayProcess relay, String words) {
        return relay.process().err().stream().filter(line -> line.contains(words)).count();
    }

    /// By keytool, because openssl makes no certificate that was good yesterday.
    private Path expired() {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool
                        + " -genkeypair -keystore expired.p12 -storetype PKCS12 -storepass password"
                        + " -alias expired -keyalg EC -dname CN=expired -startdate -3d -validity"
                        + " 1");
        run("openssl pkcs12 -in expired.p12 -passin pass:password -nokeys -out expired.pem");
        run(
                "openssl pkcs12 -in expired.p12 -passin pass:password -nodes -nocerts -out"
                        + " expired.key");
        return folder.resolve("expired.pem");
    }

    private void run(String command) {
        try (var process = ChildProcess.start(List.of(command.split(" ")), Map.of(), folder)) {
            assertThat(process.awaitExit()).as(process.toString()).isZero();
        }
    }
}

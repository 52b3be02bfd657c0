package io.portsicle.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.X509TrustManager;

class CertificateAuthoritiesTest {

    private static final Path TWO = Path.of("src/test/resources/authorities.pem");

    @TempDir private Path folder;

    @Test
    void allCertificatesOfAFileAreReadWithTextBetweenThem() {
        assertThat(CertificateAuthorities.read(TWO).certificates())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=Test Authority first", "CN=Test Authority second");
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        Path file = file(Files.readString(TWO).replace("\n", "\r\n"));
        assertThat(CertificateAuthorities.read(file)).isEqualTo(CertificateAuthorities.read(TWO));
    }

    @Test
    void theseAreTrustedAndNoOthers() {
        CertificateAuthorities two = CertificateAuthorities.read(TWO);
        assertThat(two.trust().getTrustManagers())
                .singleElement()
                .isInstanceOfSatisfying(
                        X509TrustManager.class,
                        trust ->
                                assertThat(Arrays.asList(trust.getAcceptedIssuers()))
                                        .containsExactlyInAnyOrderElementsOf(two.certificates()));
    }

    @Test
    void aFileWithoutACertificateIsExplained() {
        for (String text : List.of("", "nonsense", "-----BEGIN PRIVATE KEY-----\nabc")) {
            assertThatThrownBy(() -> CertificateAuthorities.read(file(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a PEM file with a certificate, which has a line -----BEGIN"
                                    + " CERTIFICATE-----");
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsNamedByItsNumber() throws IOException {
        String broken =
                "\n-----BEGIN CERTIFICATE-----\nMIIBozCCAUmgAwIBAg==\n-----END CERTIFICATE-----\n";
        assertThatThrownBy(() -> CertificateAuthorities.read(file(Files.readString(TWO) + broken)))
                .hasMessage("a PEM file of certificates; number 3 in it can't be read");
    }

    @Test
    void aMissingFileAFolderAndALargeFileAreExplained() throws IOException {
        assertThatThrownBy(() -> CertificateAuthorities.read(folder.resolve("none")))
                .hasMessage("a file that exists");
        assertThatThrownBy(() -> CertificateAuthorities.read(folder))
                .hasMessageStartingWith("a readable file: ");
        Path large = file("x".repeat(1024 * 1024 + 1));
        assertThatThrownBy(() -> CertificateAuthorities.read(large))
                .hasMessage("a file of no more than 1024 KiB");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("ca.pem"), text);
    }
}

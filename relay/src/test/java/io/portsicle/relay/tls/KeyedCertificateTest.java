package io.portsicle.relay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.relay.harness.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class KeyedCertificateTest {
    private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private final TestCertificates certificates = TestCertificates.create();

    @ParameterizedTest
    @CsvSource({
        "pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY",
        "rsa -traditional, BEGIN RSA PRIVATE KEY"
    })
    void eachFormOfAnRsaKeyIsRead(String form, String label) throws Exception {
        CertificateFiles files = inForm(certificates.rsa("a.example"), form);

        assertThat(Files.readString(files.key())).contains(label);
        assertThat(KeyedCertificate.read(files).isEcdsa()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY", "ec, BEGIN EC PRIVATE KEY"})
    void eachFormOfAnEcdsaKeyIsRead(String form, String label) throws Exception {
        CertificateFiles files = inForm(certificates.ecdsa("a.example"), form);

        assertThat(Files.readString(files.key())).contains(label);
        assertThat(KeyedCertificate.read(files).isEcdsa()).isTrue();
    }

    @Test
    void aKeyMayStandBehindTheNameOfItsCurve() throws Exception {
        certificates.openssl("ecparam -genkey -name secp384r1 -out curve.key");
        certificates.openssl("req -x509 -key curve.key -subj /CN=curve -out curve.pem");

        assertThat(Files.readString(certificates.file("curve.key")))
                .startsWith("-----BEGIN EC PARAMETERS-----");
        assertThat(KeyedCertificate.read(files("curve.pem", "curve.key")).isEcdsa()).isTrue();
    }

    @Test
    void theChainFollowsTheCertificate() throws Exception {
        CertificateFiles own = certificates.ecdsa("a.example");
        CertificateFiles above = certificates.ecdsa("above.example");
        Path chain = certificates.file("chain.pem");
        Files.writeString(
                chain,
                "text before\r\n"
                        + Files.readString(own.certificate()).replace("\n", "\r\n")
                        + "text between\n"
                        + Files.readString(above.certificate()));

        KeyedCertificate read = KeyedCertificate.read(new CertificateFiles(chain, own.key()));
        assertThat(read.chain()).hasSize(2);
        assertThat(read.names()).containsExactly("a.example");
    }

    @Test
    void namesAreThoseOfHostsInLowerCase() throws Exception {
        certificates.openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout"
                    + " n.key -out n.pem -addext"
                    + " subjectAltName=DNS:A.Example,DNS:*.B.example,DNS:c*.example,IP:127.0.0.1");

        assertThat(KeyedCertificate.read(files("n.pem", "n.key")).names())
                .containsExactly("a.example", "*.b.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs8 -topk8 -passout pass:secret",
                "rsa -traditional -aes128 -passout pass:secret"
            })
    void aKeyWithAPasswordIsExplained(String form) {
        CertificateFiles files = inForm(certificates.rsa("a.example"), form);

        assertExplained(
                files,
                "--tls-key: \"%s\" (expected: a private key without a password, such as %s makes)"
                        .formatted(files.key(), CONVERT));
    }

    @Test
    void aKeyOfAnotherCertificateIsExplained() {
        CertificateFiles rsa = certificates.rsa("a.example");
        CertificateFiles ecdsa = certificates.ecdsa("a.example");
        for (Path key :
                new Path[] {
                    certificates.rsa("b.example").key(), ecdsa.key(), inForm(ecdsa, "ec").key(),
                }) {
            CertificateFiles mixed = new CertificateFiles(rsa.certificate(), key);
            assertExplained(
                    mixed,
                    ("--tls-key: \"%s\" (expected: the private key of --tls-cert \"%s\"; this one"
                                    + " belongs to another certificate)")
                            .formatted(key, rsa.certificate()));
        }
    }

    @Test
    void aKeyThatIsNoneIsExplained() throws IOException {
        CertificateFiles good = certificates.ecdsa("a.example");
        Path spoilt = certificates.file("spoilt.key");
        Path other = certificates.file("other.key");
        Files.writeString(spoilt, "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
        Files.writeString(other, "-----BEGIN DSA PRIVATE KEY-----\n-----END DSA PRIVATE KEY-----");
        for (Path key : new Path[] {spoilt, other}) {
            assertExplained(
                    new CertificateFiles(good.certificate(), key),
                    ("--tls-key: \"%s\" (expected: a private key that can be read, such as %s"
                                    + " makes)")
                            .formatted(key, CONVERT));
        }
        assertExplained(
                new CertificateFiles(good.certificate(), good.certificate()),
                ("--tls-key: \"%s\" (expected: a PEM file with a private key, which has a line"
                                + " -----BEGIN PRIVATE KEY-----)")
                        .formatted(good.certificate()));
    }

    @Test
    void aFileThatIsMissingIsExplained() {
        CertificateFiles good = certificates.ecdsa("a.example");
        Path missing = certificates.file("missing.pem");

        assertExplained(
                new CertificateFiles(missing, good.key()),
                "--tls-cert: \"%s\" (expected: a file that exists)".formatted(missing));
        assertExplained(
                new CertificateFiles(good.certificate(), missing),
                "--tls-key: \"%s\" (expected: a file that exists)".formatted(missing));
    }

    @Test
    void aFileThatIsTooLargeIsExplained() throws IOException {
        Path large = Files.writeString(certificates.file("large"), "x".repeat(1024 * 1024 + 1));

        assertExplained(
                new CertificateFiles(large, large),
                "--tls-cert: \"%s\" (expected: a readable file: a file of no more than 1024 KiB)"
                        .formatted(large));
    }

    @Test
    void aCertificateThatIsNoneIsExplained() throws IOException {
        CertificateFiles good = certificates.ecdsa("a.example");
        Path spoilt = certificates.file("spoilt.pem");
        Files.writeString(
                spoilt,
                Files.readString(good.certificate())
                        + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");

        assertExplained(
                new CertificateFiles(spoilt, good.key()),
                ("--tls-cert: \"%s\" (expected: a PEM file of certificates; number 2 in it can't be"
                                + " read)")
                        .formatted(spoilt));
        assertExplained(
                new CertificateFiles(good.key(), good.key()),
                ("--tls-cert: \"%s\" (expected: a PEM file with a certificate, which has a line"
                                + " -----BEGIN CERTIFICATE-----)")
                        .formatted(good.key()));
    }

    @Test
    void aKindOfKeyThatTlsHereDoesNotSpeakIsExplained() {
        certificates.openssl(
                "req -x509 -newkey ed25519 -nodes -subj /CN=x -keyout e.key -out e.pem");

        assertExplained(
                files("e.pem", "e.key"),
                ("--tls-cert: \"%s\" (expected: an RSA or ECDSA certificate, not one with a key of"
                                + " kind EdDSA)")
                        .formatted(certificates.file("e.pem")));
    }

    private static void assertExplained(CertificateFiles files, String message) {
        assertThatThrownBy(() -> KeyedCertificate.read(files))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage(message);
    }

    /// The same with the key as `openssl FORM` writes it.
    private CertificateFiles inForm(CertificateFiles files, String form) {
        Path key = certificates.file("converted-" + form.hashCode() + ".key");
        certificates.openssl(
                "%s -in %s -out %s".formatted(form, files.key().getFileName(), key.getFileName()));
        return new CertificateFiles(files.certificate(), key);
    }

    private CertificateFiles files(String certificate, String key) {
        return new CertificateFiles(certificates.file(certificate), certificates.file(key));
    }
}

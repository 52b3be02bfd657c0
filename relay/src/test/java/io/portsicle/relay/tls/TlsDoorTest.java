package io.portsicle.relay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.portsicle.relay.harness.TestCertificates;
import io.portsicle.relay.tls.TlsClient.Words;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// With each of the two engines.
@ParameterizedClass
@EnumSource(
        value = SslProvider.class,
        names = {"OPENSSL_REFCNT", "JDK"})
class TlsDoorTest {
    /// Less than the three seconds that Netty would wait.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static final String RSA_ONLY = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private static final String ECDSA_ONLY = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    private final SslProvider provider;
    private final TestCertificates certificates = TestCertificates.create();
    private TlsDoor door;
    private DoorServer server;

    @TempDir private Path folder;

    TlsDoorTest(SslProvider provider) {
        assumeTrue(provider == SslProvider.JDK || OpenSsl.isAvailable());
        this.provider = provider;
    }

    @AfterEach
    void close() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theNameThatIsAskedForChoosesTheCertificate() throws Exception {
        CertificateFiles first = certificates.ecdsa("first.example", "also.example");
        CertificateFiles second = certificates.ecdsa("second.example");
        CertificateFiles any = certificates.ecdsa("*.any.example");
        open(first, second, any);

        assertThat(shownFor("second.example")).isEqualTo(name(second));
        assertThat(shownFor("SECOND.Example")).isEqualTo(name(second));
        assertThat(shownFor("also.example")).isEqualTo(name(first));
        assertThat(shownFor("one.any.example")).isEqualTo(name(any));
    }

    @Test
    void whoAsksForNothingThatIsThereGetsTheFirst() throws Exception {
        CertificateFiles first = certificates.ecdsa("first.example");
        open(first, certificates.ecdsa("*.any.example"));

        assertThat(shownFor("")).isEqualTo(name(first));
        assertThat(shownFor("unknown.example")).isEqualTo(name(first));
        assertThat(shownFor("two.labels.any.example")).isEqualTo(name(first));
    }

    @Test
    void aNameGoesBeforeAWildcardWhateverTheirOrder() throws Exception {
        CertificateFiles any = certificates.ecdsa("*.any.example");
        CertificateFiles one = certificates.ecdsa("one.any.example");
        open(any, one);

        assertThat(shownFor("one.any.example")).isEqualTo(name(one));
        assertThat(shownFor("two.any.example")).isEqualTo(name(any));
    }

    @Test
    void anRsaAndAnEcdsaCertificateForOneNameAreBothOffered() throws Exception {
        CertificateFiles rsa = certificates.rsa("both.example");
        CertificateFiles ecdsa = certificates.ecdsa("both.example");
        open(rsa, ecdsa);

        for (String host : List.of("both.example", "unknown.example")) {
            Words both = Words.of(host);
            assertThat(shownTo(both)).isEqualTo(name(ecdsa));
            assertThat(shownTo(both.version("TLSv1.2"))).isEqualTo(name(ecdsa));
            assertThat(shownTo(both.cipher(ECDSA_ONLY))).isEqualTo(name(ecdsa));
            assertThat(shownTo(both.cipher(RSA_ONLY))).isEqualTo(name(rsa));
        }
    }

    @Test
    void onlyCiphersWithForwardSecrecyAndAuthenticatedEncryptionAreSpoken() throws Exception {
        open(certificates.rsa("a.example"));

        assertThat(shownTo(Words.of("").cipher(RSA_ONLY))).isNotEmpty();
        for (String weak :
                List.of(
                        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
            assertThatThrownBy(() -> shownTo(Words.of("").cipher(weak)))
                    .as(weak)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theProtocolIsAgreedOnByAlpn() throws Exception {
        open(certificates.ecdsa("a.example"));

        assertThat(alpn("spdy/3", "http/1.1")).isEqualTo("http/1.1");
        assertThat(alpn("spdy/3")).isEmpty();
        assertThat(alpn()).isEmpty();
    }

    @Test
    void replacedFilesAreUsedForNewConnections() throws Exception {
        CertificateFiles old = certificates.ecdsa("old.example");
        CertificateFiles next = certificates.rsa("next.example");
        CertificateFiles used = copied(old);
        open(used);
        try (TlsClient before = call(Words.of(""))) {
            copy(next, used);
            door.renew();

            assertThat(shownFor("next.example")).isEqualTo(name(next));
            assertThat(before.echo("still here")).isEqualTo("still here");
        }
    }

    @Test
    void connectionsOutliveEveryReplacement() throws Exception {
        CertificateFiles used = copied(certificates.ecdsa("a.example"));
        open(used);
        try (TlsClient first = call(Words.of(""))) {
            for (int i = 0; i < 4; i++) {
                CertificateFiles next = certificates.ecdsa("a.example");
                copy(next, used);
                door.renew();
                assertThat(shownFor("")).isEqualTo(name(next));
            }
            assertThat(first.echo("still here")).isEqualTo("still here");
        }
    }

    @Test
    void filesThatDoNotFitTogetherChangeNothing() throws Exception {
        CertificateFiles old = certificates.ecdsa("old.example");
        CertificateFiles next = certificates.ecdsa("next.example");
        CertificateFiles used = copied(old);
        open(used);

        Files.copy(next.certificate(), used.certificate(), StandardCopyOption.REPLACE_EXISTING);
        door.renew();
        assertThat(shownFor("")).isEqualTo(name(old));

        Files.copy(next.key(), used.key(), StandardCopyOption.REPLACE_EXISTING);
        door.renew();
        assertThat(shownFor("")).isEqualTo(name(next));
    }

    @Test
    void aFileThatIsGoneForAWhileChangesNothing() throws Exception {
        CertificateFiles old = certificates.ecdsa("old.example");
        CertificateFiles used = copied(old);
        open(used);

        Files.delete(used.key());
        door.renew();
        assertThat(shownFor("")).isEqualTo(name(old));
    }

    @Test
    void nobodyBeginsASecondHandshake() throws Exception {
        open(certificates.ecdsa("a.example"));
        try (TlsClient client = call(Words.of("").version("TLSv1.2"))) {
            client.echo("hello");

            assertThatThrownBy(
                            () -> {
                                client.socket().startHandshake();
                                client.echo("again");
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionThatIsClosedSaysThatThisIsAll(String version) throws Exception {
        open(certificates.ecdsa("a.example"));
        try (TlsClient client = call(Words.of("").version(version))) {
            assertThat(client.say("close").hearToEnd()).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsResetDoesNotSayThatThisIsAll() throws Exception {
        open(certificates.ecdsa("a.example"));
        try (TlsClient client = call(Words.of(""))) {
            client.say("reset");

            assertThatThrownBy(client::hearToEnd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoTakesNothingIsNotWaitedFor() throws Exception {
        open(certificates.ecdsa("a.example"));
        try (TlsClient client = call(Words.of(""))) {
            client.say("flood");
            await().atMost(AT_ONCE).until(server::isEmpty);

            assertThatThrownBy(client::hearToEnd).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoSaysThatItIsDoneIsTakenForGone(String version) throws Exception {
        open(certificates.ecdsa("a.example"));
        try (TlsClient client = call(Words.of("").version(version))) {
            client.echo("hello");
            client.socket().shutdownOutput();

            assertThat(client.hearToEnd()).isEmpty();
        }
    }

    private void open(CertificateFiles... files) throws Exception {
        door = TlsDoor.open(List.of(files), TlsLimits.DEFAULT, List.of("h9", "http/1.1"), provider);
        server = new DoorServer(door);
    }

    private TlsClient call(Words words) throws IOException {
        return TlsClient.call(server.port(), words);
    }

    private String shownFor(String host) throws IOException {
        return shownTo(Words.of(host));
    }

    private String shownTo(Words words) throws IOException {
        try (TlsClient client = call(words)) {
            assertThat(client.echo("hello")).isEqualTo("hello");
            return client.certificate();
        }
    }

    private String alpn(String... offered) throws IOException {
        try (TlsClient client = call(Words.of("").alpn(offered))) {
            return client.socket().getApplicationProtocol();
        }
    }

    private CertificateFiles copied(CertificateFiles files) throws IOException {
        CertificateFiles copies =
                new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        copy(files, copies);
        return copies;
    }

    private static void copy(CertificateFiles from, CertificateFiles to) throws IOException {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    /// What openssl called the certificate.
    private static String name(CertificateFiles files) {
        String file = files.certificate().getFileName().toString();
        return file.substring(0, file.length() - ".pem".length());
    }
}

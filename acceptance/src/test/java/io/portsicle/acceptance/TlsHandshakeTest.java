package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.local.TestAuthority.Certificate;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.OpensslClient;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a relay's TLS agrees on with curl and openssl, with each of its two engines.
@ParameterizedClass
@EnumSource(TlsHandshakeTest.Engine.class)
class TlsHandshakeTest {
    private static TestAuthority authority;
    private static Certificate main;
    private static Certificate other;
    private static Certificate otherEcdsa;
    private static RelayProcess relay;

    @Parameter Engine engine;

    @TempDir private Path folder;

    enum Engine {
        OPENSSL(List.of()),
        JDK(List.of("-Dio.netty.handler.ssl.noOpenSsl=true"));

        private final List<String> jvm;

        Engine(List<String> jvm) {
            this.jvm = jvm;
        }
    }

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        authority = TestAuthority.create();
        main = authority.issue("rsa:2048", "localhost", "*.localhost");
        other = authority.issue("rsa:2048", "other.example");
        otherEcdsa = authority.issue("ec -pkeyopt ec_paramgen_curve:P-256", "other.example");
        List<String> options = new ArrayList<>();
        for (Certificate each : List.of(main, other, otherEcdsa)) {
            options.addAll(each.options());
        }
        relay =
                RelayProcess.startWith(
                        engine.jvm, "https://127.0.0.1:0", options.toArray(String[]::new));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void modernVersionsAreSpoken(String version) {
        OpensslClient client = OpensslClient.run(relay.port(), version, "-CAfile", caFile());

        assertThat(client.isAnswered()).as(client.out()).isTrue();
        assertThat(client.out()).contains("Verify return code: 0 (ok)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldVersionsAreNot(String version) {
        OpensslClient client =
                OpensslClient.run(relay.port(), version, "-cipher", "DEFAULT@SECLEVEL=0");

        assertThat(client.isAnswered()).as(client.out()).isFalse();
        assertThat(client.out()).contains("Cipher is (NONE)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void sessionsAreResumed(String version) {
        String session = folder.resolve("session").toString();
        OpensslClient first = OpensslClient.run(relay.port(), version, "-sess_out", session);
        OpensslClient second = OpensslClient.run(relay.port(), version, "-sess_in", session);

        assertThat(first.isAnswered()).as(first.out()).isTrue();
        assertThat(first.isResumed()).isFalse();
        assertThat(second.isAnswered()).as(second.out()).isTrue();
        assertThat(second.isResumed()).as(second.out()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-servername localhost, localhost-rsa",
        "-servername any.localhost, localhost-rsa",
        "-servername other.example, other.example-ec",
        "-servername other.example -sigalgs RSA-PSS+SHA256, other.example-rsa",
        "-servername other.example -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, other.example-rsa",
        "-servername unknown.example, localhost-rsa",
        "-noservername, localhost-rsa",
    })
    void theCertificateIsThatOfTheNameWhichWasAskedFor(String options, String certificate) {
        OpensslClient client = OpensslClient.run(relay.port(), options);

        assertThat(client.certificate()).as(client.out()).isEqualTo(certificate);
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2, 2"})
    void curlAgreesOnTheProtocolByAlpn(String option, String version) {
        Curl curl =
                Curl.run(
                        option,
                        "--cacert",
                        caFile(),
                        "-w",
                        "%{http_version}",
                        "https://localhost:%d/healthz".formatted(relay.port()));

        assertThat(curl.out()).as(curl.err()).isEqualTo("ok\n" + version);
    }

    private static String caFile() {
        return authority.authorityFile().toString();
    }
}

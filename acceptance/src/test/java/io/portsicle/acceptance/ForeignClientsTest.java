package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.EchoServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.ForeignClient;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Clients that were not made for Portsicle visit through the whole tunnel, with both versions of
/// HTTP, with and without TLS.
@ParameterizedClass
@EnumSource
@Tag("conformance")
class ForeignClientsTest {
    @Parameter Door door;

    @AutoClose private static final EchoServer LOCAL = new EchoServer();

    private static TestAuthority authority;
    private static Tunnel tunnel;

    @BeforeParameterizedClassInvocation
    static void start(Door door) {
        authority = TestAuthority.create();
        tunnel = door.to(LOCAL.port(), authority, "--name", "demo");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tunnel.close();
    }

    @ParameterizedTest
    @EnumSource
    void aLibraryVisitsWithHttp11(ForeignClient client) {
        List<String> said = client.visit(tunnel.url(), trusted(), "1.1");

        assertThat(said).first().isEqualTo("get 1.1 portsicle");
        state(client.subject(), said.getLast(), client.what() + "; HTTP/1.1");
    }

    @ParameterizedTest
    @EnumSource
    void aLibraryVisitsWithHttp2(ForeignClient client) {
        List<String> said = client.visit(tunnel.url(), trusted(), "2");

        assertThat(said).first().isEqualTo("get 2.0 portsicle");
        state(client.subject(), said.getLast(), client.what() + "; HTTP/2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void curlSpeaksTheVersionThatItWasTold(String version) {
        String via = curl(version, "/hello?a", "--write-out", "%header{x-via}");

        assertThat(via)
                .isEqualTo(
                        "hello a" + (version.equals("--http1.1") ? "1.1" : "2.0") + " portsicle");
        state("curl", Curl.version(), version);
    }

    /// Over TLS by ALPN; without TLS curl asks for an upgrade, which RFC 9113 took away, and goes
    /// on with HTTP/1.1.
    @Test
    void curlGetsHttp2WhereItMay() {
        assertThat(curl("--http2", "/hello?a", "--write-out", " %{http_version}"))
                .isEqualTo("hello a " + (door == Door.TLS ? "2" : "1.1"));
        state("curl", Curl.version(), "--http2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void curlUploadsWhatItReads(String version) {
        Path file = Path.of("pom.xml").toAbsolutePath();
        var command = new ArrayList<>(List.of("sh", "-c", "cat \"$0\" | \"$@\"", file.toString()));
        command.add(Tool.require("curl").toString());
        command.addAll(arguments(version, "/echo", "-T", "-"));
        try (var process = ChildProcess.start(command)) {
            assertThat(process.awaitExit()).as(process.toString()).isZero();
            assertThat(process.out()).isEqualTo(lines(file));
        }
        assertThat(LOCAL.requests().getLast().values("transfer-encoding"))
                .containsExactly("chunked");
        state("curl", Curl.version(), "-T -, " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void curlGetsARange(String version) {
        assertThat(curl(version, "/digits", "--range", "2-4", "--write-out", " %{http_code}"))
                .isEqualTo("234 206");
        state("curl", Curl.version(), "--range, " + version);
    }

    @Test
    void curlSeesTheChunksOfHttp11() {
        assertThat(curl("--http1.1", "/echo", "--raw", "--data", "hello"))
                .startsWith("5\nhello\n0\n")
                .contains("X-Bytes: 5");
        state("curl", Curl.version(), "--raw, --http1.1");
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, X-Bytes", "--http2-prior-knowledge, x-bytes"})
    void curlGetsTrailers(String version, String name) {
        assertThat(
                        curl(
                                version,
                                "/echo",
                                "--dump-header",
                                "-",
                                "--data",
                                "hello",
                                "--header",
                                "TE: trailers"))
                .contains("hello")
                .contains(name + ": 5");
        state("curl", Curl.version(), "trailers, " + version);
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, HTTP/1.1", "--http2-prior-knowledge, HTTP/2"})
    void curlGetsEarlyHints(String version, String shown) {
        assertThat(curl(version, "/hints", "--include"))
                .startsWith(shown + " 103")
                .containsIgnoringCase("link: </a.css>; rel=preload")
                .contains(shown + " 200")
                .endsWith("hinted");
        state("curl", Curl.version(), "103 Early Hints, " + version);
    }

    @Test
    void nghttpGetsSeveralResourcesAtOnce() {
        try (var nghttp =
                ChildProcess.start(
                        List.of(
                                Tool.require("nghttp").toString(),
                                "--stat",
                                "--multiply=20",
                                "--header=:authority: " + tunnel.url().getAuthority(),
                                onThisMachine("/hello?a")))) {
            assertThat(nghttp.awaitExit()).as(nghttp.toString()).isZero();
            String said = String.join("\n", nghttp.out());
            assertThat(said.split("hello a", -1)).as(nghttp.toString()).hasSize(21);
        }
        state("nghttp", version("nghttp"), "20 requests on one connection");
    }

    @Test
    void h2loadLosesNothing() {
        try (var h2load =
                ChildProcess.start(
                        List.of(
                                Tool.require("h2load").toString(),
                                "--requests=400",
                                "--clients=4",
                                "--max-concurrent-streams=10",
                                "--header=:authority: " + tunnel.url().getAuthority(),
                                onThisMachine("/hello?a")))) {
            assertThat(h2load.awaitExit()).as(h2load.toString()).isZero();
            assertThat(h2load.out())
                    .anyMatch(line -> line.contains("400 succeeded, 0 failed, 0 errored"))
                    .anyMatch(line -> line.contains("400 2xx"));
        }
        state("h2load", version("h2load"), "400 requests, 4 connections, 10 streams each");
    }

    private void state(String subject, String version, String what) {
        Conformance.row(subject, version, what + "; " + door, "passed");
    }

    private String curl(String version, String path, String... options) {
        Curl curl = Curl.run(arguments(version, path, options).toArray(String[]::new));
        assertThat(curl.exit()).as(curl.toString()).isZero();
        return curl.out();
    }

    private List<String> arguments(String version, String path, String... options) {
        var arguments = new ArrayList<>(List.of("-sS", version));
        trusted().ifPresent(file -> arguments.addAll(List.of("--cacert", file.toString())));
        arguments.addAll(List.of(options));
        arguments.add(tunnel.url() + path);
        return arguments;
    }

    private Optional<Path> trusted() {
        return door == Door.TLS ? Optional.of(authority.authorityFile()) : Optional.empty();
    }

    /// For programs that can't look up names below `localhost`.
    private String onThisMachine(String path) {
        URI url = tunnel.url();
        return url.getScheme() + "://localhost:" + url.getPort() + path;
    }

    /// Of a program of nghttp2, which says `nghttp nghttp2/1.52.0`.
    private static String version(String program) {
        try (var said =
                ChildProcess.start(List.of(Tool.require(program).toString(), "--version"))) {
            said.awaitExit();
            return said.out().getFirst().replaceFirst(".*/", "");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.GrpcServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.visitor.GrpcInterop;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// gRPC's own interop tests, client and server, with a tunnel between them.
@Tag("conformance")
class GrpcInteropTest {
    /// Cases that this client and this server don't pass without a tunnel either.
    private static final String NO_PROBE =
            "fails without a tunnel too: Java's server does not find fault with a message that is"
                    + " not compressed";

    private static final Map<String, String> NOT_OF_THIS_PAIR =
            Map.of(
                    "cacheable_unary",
                    "fails without a tunnel too: wants a cache between client and server",
                    "client_compressed_unary",
                    NO_PROBE,
                    "client_compressed_streaming",
                    NO_PROBE);

    private static TestAuthority authority;
    private static GrpcServer server;

    @BeforeAll
    static void start() {
        authority = TestAuthority.create();
        server = GrpcServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyCasePassesThroughTheTunnel(Door door) {
        try (Tunnel tunnel = door.to(server.port(), authority, "--name", "demo")) {
            GrpcInterop interop =
                    GrpcInterop.run(tunnel.url(), GrpcInterop.CASES, authority.trustOptions());

            assertThat(interop.passed())
                    .as(interop.report())
                    .containsExactlyElementsOf(GrpcInterop.CASES);
            row(
                    "all cases that need no credentials, but for the three left out; " + door,
                    "%1$d of %1$d cases pass".formatted(interop.passed().size()));
        }
    }

    @Test
    void whatIsLeftOutDoesNotPassWithoutATunnelEither() {
        URI direct = URI.create("http://localhost:" + server.port());
        GrpcInterop interop =
                GrpcInterop.run(
                        direct, NOT_OF_THIS_PAIR.keySet().stream().sorted().toList(), List.of());

        assertThat(interop.passed()).as(interop.report()).isEmpty();
        NOT_OF_THIS_PAIR.forEach((name, reason) -> row("left out: " + name, reason));
    }

    private static void row(String what, String verdict) {
        Conformance.row("gRPC interop", GrpcInterop.VERSION, what, verdict);
    }
}

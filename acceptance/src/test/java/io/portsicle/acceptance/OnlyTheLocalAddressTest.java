package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/// Nothing that a visitor writes makes the agent connect anywhere but to its local server: a trap
/// stands where it would go.
class OnlyTheLocalAddressTest {
    @AutoClose private static final RawServer TRAP = RawServer.saying("trapped");

    @AutoClose private static final RawServer LOCAL = RawServer.saying("local");

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//TRAP/path",
                "/\\TRAP/path",
                "/@TRAP/path",
                "///TRAP/",
                "/http://TRAP/",
                "/..//TRAP/",
                "/%2f%2fTRAP/",
                "/.@TRAP",
                "/?http://TRAP/",
                "/:80@TRAP/",
            })
    void aTargetThatNamesAnotherServerGoesToTheLocalServerAsItIs(String shape) throws IOException {
        String target = shape.replace("TRAP", "127.0.0.1:" + TRAP.port());
        LOCAL.forgetRequests();

        RawVisitor.get(TUNNEL.url(), target);

        assertThat(TRAP.connections()).isEmpty();
        assertThat(LOCAL.requests()).allMatch(request -> request.target().equals(target));
    }

    @Test
    void anAbsoluteTargetOfTheEndpointIsServedByItsPath() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send("GET http://{host}/a?b=c HTTP/1.1\r\nHost: {host}\r\n\r\n");

            assertThat(visitor.read().text()).isEqualTo("local");
        }
        assertThat(LOCAL.lastRequest().target()).isEqualTo("/a?b=c");
    }

    @Test
    void anAbsoluteTargetOfTheEndpointWinsOverHost() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "GET http://{host}/wins HTTP/1.1\r\nHost: 127.0.0.1:"
                            + TRAP.port()
                            + "\r\n\r\n");

            assertThat(visitor.read().text()).isEqualTo("local");
        }
        assertThat(TRAP.connections()).isEmpty();
        assertThat(LOCAL.lastRequest().value("host").orElseThrow())
                .doesNotContain(Integer.toString(TRAP.port()));
    }

    @Test
    void anAbsoluteTargetOfAnotherServerIsNotServed() throws IOException {
        LOCAL.forgetRequests();
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "GET http://127.0.0.1:%d/ HTTP/1.1\r\nHost: {host}\r\n\r\n"
                            .formatted(TRAP.port()));

            assertThat(visitor.read().text()).isNotEqualTo("trapped").isNotEqualTo("local");
        }
        assertThat(TRAP.connections()).isEmpty();
        assertThat(LOCAL.requests()).isEmpty();
    }

    @Test
    void connectIsNotAWayOut() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: {host}\r\n\r\n".formatted(TRAP.port()));

            assertThat(visitor.readHead().status()).isGreaterThanOrEqualTo(400);
        }
        assertThat(TRAP.connections()).isEmpty();
    }

    @Test
    void redirectsToAnotherServerAreNotFollowed() throws IOException {
        try (RawServer redirecting =
                        RawServer.start(
                                (request, connection) ->
                                        connection.respond(
                                                307,
                                                "",
                                                "Location: http://127.0.0.1:"
                                                        + TRAP.port()
                                                        + "/"));
                Tunnel tunnel = Tunnel.to(redirecting.port())) {
            assertThat(RawVisitor.get(tunnel.url(), "/").status()).isEqualTo(307);
        }
        assertThat(TRAP.connections()).isEmpty();
    }
}

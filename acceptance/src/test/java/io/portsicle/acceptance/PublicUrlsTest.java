package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// The two forms of a public URL, and how the relay finds the endpoint.
class PublicUrlsTest {
    @AutoClose private static final RawServer LOCAL = RawServer.saying("local");

    @AutoClose private static final RawServer OTHER = RawServer.saying("other");

    @AutoClose private static final RelayProcess RELAY = RelayProcess.start();

    @AutoClose
    private static final AgentProcess DEMO =
            AgentProcess.start(RELAY, LOCAL.port(), "--name", "demo");

    @Test
    void aNameGivesItsSubdomainOfTheRelay() {
        assertThat(DEMO.url()).isEqualTo(URI.create("http://demo.localhost:" + RELAY.port()));
    }

    @Test
    void thePathUrlIsSaidOnALineOfItsOwn() {
        assertThat(DEMO.pathUrl())
                .isEqualTo(URI.create("http://127.0.0.1:" + RELAY.port() + "/demo/"));
    }

    @Test
    void theSubdomainWorksInCurlWithoutAnyDns() {
        assertThat(Curl.run(DEMO.url().toString()).out()).isEqualTo("local");
    }

    @Test
    void thePathUrlRemovesItsPrefixAndTellsTheLocalServer() throws IOException {
        RawResponse response = RawVisitor.get(DEMO.pathUrl(), "/a%2Fb/c?d=/demo/");

        assertThat(response.text()).isEqualTo("local");
        assertThat(LOCAL.lastRequest().target()).isEqualTo("/a%2Fb/c?d=/demo/");
        assertThat(LOCAL.lastRequest().values("x-forwarded-prefix")).containsExactly("/demo");
    }

    @Test
    void theSubdomainSetsNoPrefixWhateverTheVisitorClaims() throws IOException {
        try (RawVisitor visitor = RawVisitor.of(DEMO.url())) {
            visitor.get("/", "X-Forwarded-Prefix: /evil");
        }
        assertThat(LOCAL.lastRequest().values("x-forwarded-prefix")).isEmpty();
    }

    @Test
    void thePathUrlWithoutItsLastSlashLeadsToTheEndpoint() throws IOException {
        try (RawVisitor visitor = RawVisitor.of(RELAY.address())) {
            RawResponse response = visitor.get("/demo");

            assertThat(response.status()).isIn(200, 301, 302, 307, 308);
            if (response.status() == 200) {
                assertThat(LOCAL.lastRequest().target()).isEqualTo("/");
            } else {
                assertThat(URI.create(response.field("location")).getPath()).isEqualTo("/demo/");
            }
        }
    }

    @Test
    void routingIgnoresThePortAndTheCaseOfHost() throws IOException {
        for (String host :
                new String[] {"demo.localhost", "demo.localhost:1", "DEMO.Localhost:8080"}) {
            try (RawVisitor visitor = RawVisitor.of(RELAY.address())) {
                assertThat(
                                visitor.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                        .read()
                                        .text())
                        .isEqualTo("local");
            }
        }
    }

    @Test
    void endpointsAreKeptApart() throws IOException {
        try (AgentProcess other = AgentProcess.start(RELAY, OTHER.port(), "--name", "other")) {
            assertThat(RawVisitor.get(other.url(), "/").text()).isEqualTo("other");
            assertThat(RawVisitor.get(DEMO.url(), "/").text()).isEqualTo("local");
            assertThat(RawVisitor.get(other.pathUrl(), "/").text()).isEqualTo("other");
        }
    }

    @Test
    void oneVisitorConnectionMayAskForSeveralEndpoints() throws IOException {
        try (AgentProcess other = AgentProcess.start(RELAY, OTHER.port(), "--name", "another");
                RawVisitor visitor = RawVisitor.of(RELAY.address())) {
            for (int round = 0; round < 5; round++) {
                assertThat(
                                visitor.send("GET / HTTP/1.1\r\nHost: demo.localhost\r\n\r\n")
                                        .read()
                                        .text())
                        .isEqualTo("local");
                assertThat(
                                visitor.send("GET / HTTP/1.1\r\nHost: another.localhost\r\n\r\n")
                                        .read()
                                        .text())
                        .isEqualTo("other");
            }
            assertThat(other.name()).isEqualTo("another");
        }
    }

    @Test
    void anAgentWithoutANameGetsARandomOneThatNobodyCanGuess() {
        try (AgentProcess one = AgentProcess.start(RELAY, LOCAL.port());
                AgentProcess two = AgentProcess.start(RELAY, LOCAL.port())) {
            assertThat(one.name()).isNotEqualTo(two.name());
            assertThat(one.name()).hasSizeGreaterThanOrEqualTo(13);
        }
    }

    @Test
    void aTargetWithAHostOrABasePathIsUnderstood() throws IOException {
        URI target = URI.create("http://127.0.0.1:" + LOCAL.port() + "/base");
        try (AgentProcess agent = AgentProcess.start(RELAY.address(), target.toString());
                AgentProcess short1 = AgentProcess.start(RELAY.address(), target.getAuthority());
                AgentProcess option =
                        AgentProcess.of(
                                Portsicle.run(
                                        List.of(
                                                "http",
                                                "-p",
                                                Integer.toString(LOCAL.port()),
                                                "--relay",
                                                RELAY.address().toString())))) {
            RawVisitor.get(agent.url(), "/page?q");
            assertThat(LOCAL.lastRequest().target()).isEqualTo("/base/page?q");
            RawVisitor.get(short1.url(), "/page");
            assertThat(LOCAL.lastRequest().target()).isEqualTo("/page");
            assertThat(RawVisitor.get(option.url(), "/").text()).isEqualTo("local");
        }
    }

    @Test
    void aRelayMayBeGivenAsAWebSocketUrl() throws IOException {
        URI relay = URI.create("ws://127.0.0.1:" + RELAY.port());
        try (AgentProcess agent = AgentProcess.start(relay, Integer.toString(LOCAL.port()))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
        }
    }

    @Test
    void aPublicUrlSaysWhatVisitorsSee() throws IOException {
        try (RelayProcess relay =
                        RelayProcess.start(
                                "--domain",
                                "tunnels.example.com",
                                "--public-url",
                                "https://tunnels.example.com");
                AgentProcess agent = AgentProcess.start(relay, LOCAL.port(), "--name", "demo");
                RawVisitor visitor = RawVisitor.of(relay.address())) {
            assertThat(agent.url()).isEqualTo(URI.create("https://demo.tunnels.example.com"));
            visitor.send("GET / HTTP/1.1\r\nHost: demo.tunnels.example.com\r\n\r\n");
            assertThat(visitor.read().text()).isEqualTo("local");
            assertThat(LOCAL.lastRequest().values("x-forwarded-proto")).containsExactly("https");
        }
    }

    @Test
    void theRelaysOwnHostAnswersItsHealth() throws IOException {
        RawResponse response = RawVisitor.get(RELAY.address(), "/healthz");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text().strip()).isEqualTo("ok");
    }
}

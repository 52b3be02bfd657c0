package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// What the local server learns about the visitor, and which `Host` it sees.
class ForwardedFieldsTest {
    @AutoClose private static final RawServer LOCAL = RawServer.saying("local");

    @AutoClose private static final RelayProcess RELAY = RelayProcess.start();

    @AutoClose
    private static final AgentProcess AGENT =
            AgentProcess.start(RELAY, LOCAL.port(), "--name", "demo");

    private static final String PUBLIC_HOST = "demo.localhost:" + RELAY.port();

    @Test
    void theRelaySetsTheForwardedFields() throws IOException {
        RawHead seen = seenBy(AGENT);

        assertThat(seen.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.values("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.values("forwarded"))
                .singleElement()
                .asString()
                .contains("for=127.0.0.1")
                .contains("proto=http")
                .contains("host=\"" + PUBLIC_HOST + "\"");
        assertThat(seen.values("via")).singleElement().asString().startsWith("1.1 ");
    }

    @Test
    void whatAVisitorSentUnderThoseNamesIsNotTrusted() throws IOException {
        RawHead seen =
                seenBy(
                        AGENT,
                        "X-Forwarded-For: 10.6.6.6",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Port: 666",
                        "X-Forwarded-Prefix: /evil",
                        "X-Real-IP: 10.6.6.6",
                        "Forwarded: for=10.6.6.6",
                        "X_Forwarded_For: 10.6.6.6",
                        "X-Forwarded_Host: evil.example",
                        "Portsicle-Session: 666",
                        "portsicle_error: 666");

        assertThat(seen.fields())
                .noneMatch(field -> field.value().contains("10.6.6.6"))
                .noneMatch(field -> field.value().contains("evil"))
                .noneMatch(field -> field.value().contains("666"));
        assertThat(seen.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.values("x-forwarded-proto")).containsExactly("http");
    }

    @Test
    void viaKeepsTheGatewaysThatCameBefore() throws IOException {
        RawHead seen = seenBy(AGENT, "Via: 1.1 before");

        assertThat(String.join(", ", seen.values("via"))).startsWith("1.1 before, 1.1 ");
    }

    @Test
    void theLocalServerSeesItsOwnAddressAsHostAndAsTheEndpointsOrigin() throws IOException {
        RawHead seen = seenBy(AGENT, "Origin: http://" + PUBLIC_HOST);

        assertThat(seen.values("host")).containsExactly("localhost:" + LOCAL.port());
        assertThat(seen.values("origin")).containsExactly("http://localhost:" + LOCAL.port());
        assertThat(seen.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.fields()).noneMatch(field -> field.value().contains(PUBLIC_HOST));
    }

    @Test
    void noOtherHostIsNamedWhereTheHostIsTheLocalServers() throws IOException {
        assertThat(seenBy(AGENT).values("x-forwarded-host")).isEmpty();
    }

    @Test
    void theOriginOfAnotherSiteStays() throws IOException {
        assertThat(seenBy(AGENT, "Origin: https://other.example").values("origin"))
                .containsExactly("https://other.example");
    }

    @Test
    void hostHeaderPreserveKeepsThePublicHost() throws IOException {
        try (AgentProcess agent =
                AgentProcess.start(
                        RELAY, LOCAL.port(), "--name", "kept", "--host-header", "preserve")) {
            RawHead seen = seenBy(agent, "Origin: " + agent.url());

            assertThat(seen.values("host")).containsExactly(agent.url().getAuthority());
            assertThat(seen.values("origin")).containsExactly(agent.url().toString());
            assertThat(seen.values("x-forwarded-host")).containsExactly(agent.url().getAuthority());
            assertThat(seen.values("x-forwarded-proto")).containsExactly("http");
        }
    }

    @Test
    void hostHeaderMayBeAnyName() throws IOException {
        try (AgentProcess agent =
                AgentProcess.start(RELAY, LOCAL.port(), "--host-header", "shop.internal")) {
            assertThat(seenBy(agent).values("host")).containsExactly("shop.internal");
        }
    }

    private static RawHead seenBy(AgentProcess agent, String... fields) throws IOException {
        try (RawVisitor visitor = RawVisitor.of(agent.url())) {
            assertThat(visitor.get("/", fields).status()).isEqualTo(200);
        }
        return LOCAL.lastRequest();
    }
}

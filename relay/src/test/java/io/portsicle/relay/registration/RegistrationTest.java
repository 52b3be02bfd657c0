package io.portsicle.relay.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.Admission;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.relay.session.SessionLimits;
import io.portsicle.tunnel.LinkEnd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

class RegistrationTest {
    private static final String UPGRADE =
            """
            GET /.well-known/portsicle/tunnel HTTP/1.1
            Host: 127.0.0.1
            Connection: keep-alive, Upgrade
            Upgrade: WebSocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: other, portsicle.h2
            """;
    private static final Local HELLO = Local.saying("hello");

    private static final RelayLimits NOBODY_WAITS =
            RelayLimits.DEFAULT.withSessions(SessionLimits.DEFAULT.withParkTimeout(Duration.ZERO));

    private RunningRelay relay = start(RelayConfig.builder().limits(NOBODY_WAITS));

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void theAnswerTellsTheAgentEverythingItNeeds() throws Exception {
        RawVisitor.Head answer = relay.agent("demo", HELLO).answer();

        assertThat(answer.text()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        assertThat(answer.field("upgrade")).isEqualTo("websocket");
        assertThat(answer.field("connection")).isEqualTo("Upgrade");
        assertThat(answer.field("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.field("sec-websocket-protocol")).isEqualTo("portsicle.h2");
        assertThat(answer.field("portsicle-name")).isEqualTo("demo");
        assertThat(answer.field("portsicle-url"))
                .isEqualTo(relay.uri().toString().replace("127.0.0.1", "demo.localhost"));
        assertThat(answer.field("portsicle-also-at")).isEqualTo(relay.uri() + "/demo/");
        assertThat(answer.field("portsicle-session")).matches("[A-Za-z0-9_-]{22}");
        assertThat(answer.field("portsicle-resume")).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void anAgentWithoutAWishGetsANameNobodyCanGuess() throws Exception {
        assertThat(relay.agent("", HELLO).answer().field("portsicle-name"))
                .matches("[a-z]+-[a-z]+-[a-z2-7]{11}");
    }

    @Test
    void aVisitorReachesItAtOnce() throws Exception {
        String name = relay.agent("", HELLO).answer().field("portsicle-name");

        assertThat(get(name)).isEqualTo("hello");
    }

    @Test
    void bytesBehindTheRequestAreTheLinks() throws Exception {
        RawVisitor agent = relay.visitor();
        // A masked Ping of RFC 6455 in the same packet as the upgrade.
        agent.sendExactly(UPGRADE.replace("\n", "\r\n") + "\r\n\u0089\u0080\0\0\0\0");

        assertThat(agent.readHead().status()).isEqualTo(101);
        assertThat(agent.read(2)[0]).isIn((byte) 0x82, (byte) 0x8a);
    }

    @ParameterizedTest
    @CsvSource({
        "'Upgrade: WebSocket\n', '', 426, upgrade-required",
        "'Connection: keep-alive, Upgrade\n', '', 426, upgrade-required",
        "'Version: 13', 'Version: 8', 426, upgrade-required",
        "'GET', 'POST', 426, upgrade-required",
        "'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Key: short', 400,"
                + " bad-upgrade",
        "'other, portsicle.h2', 'other', 400, bad-upgrade",
        "'HTTP/1.1', 'HTTP/1.0', 400, bad-upgrade",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\nContent-Length: 1', 400, bad-upgrade",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\nPortsicle-Name: no_good', 400, bad-name",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\nPortsicle-Link: 8', 400, bad-link",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\nPortsicle-Link: -1', 400, bad-link",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\n"
                + "Origin: http://evil.example', 403, origin-not-allowed",
        "'Host: 127.0.0.1', 'Host: tunnels.example.com', 401, bad-token",
        "'Host: 127.0.0.1', 'Host: 127.0.0.1\nX-Forwarded-For: 6.6.6.6', 401, bad-token",
    })
    void refusesWithAReason(String part, String instead, int status, String code)
            throws IOException {
        RawVisitor agent = relay.visitor().send(UPGRADE.replace(part, instead) + "\n");

        RawVisitor.Head answer = agent.readHead();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("portsicle-error")).isEqualTo(code);
        assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
        assertThat(agent.readBody(answer)).contains("\"code\":\"" + code + "\"");
        assertThat(answer.field("www-authenticate").isEmpty()).isEqualTo(status != 401);
        assertThat(answer.field("sec-websocket-version").isEmpty()).isEqualTo(status != 426);
    }

    @Test
    void aNameThatIsTakenStaysWithItsSession() throws Exception {
        relay.agent("demo", HELLO);

        RawVisitor.Head answer = relay.knock("demo", Local.saying("mine")).answer();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.field("portsicle-error")).isEqualTo("name-taken");
        assertThat(get("demo")).isEqualTo("hello");
    }

    @Test
    void anAgentThatLostItsLinkComesBackToItsNameWhichNoStrangerCanTake() throws Exception {
        restart(new Admission.Open());
        TestAgent first = relay.agent("demo", HELLO);
        first.close();
        awaitAway("demo");
        assertThat(relay.knock("demo", HELLO).answer().status()).isEqualTo(409);

        TestAgent again = relay.agent("", Local.saying("again"), first.resume());
        assertThat(again.answer().field("portsicle-name")).isEqualTo("demo");
        assertThat(again.answer().field("portsicle-session"))
                .isEqualTo(first.answer().field("portsicle-session"));
        assertThat(get("demo")).isEqualTo("again");
    }

    @Test
    void aNewerLinkThrowsOutAGhost() throws Exception {
        TestAgent ghost = relay.agent("demo", HELLO);
        relay.agent("demo", Local.saying("newer"), ghost.resume());

        assertThat(ghost.end()).isInstanceOf(LinkEnd.class);
        assertThat(get("demo")).isEqualTo("newer");
    }

    @Test
    void aWrongSecretResumesNothing() throws Exception {
        TestAgent first = relay.agent("demo", HELLO);

        RawVisitor.Head answer =
                relay.knock(
                                "demo",
                                HELLO,
                                "Portsicle-Session: " + first.answer().field("portsicle-session"),
                                "Portsicle-Resume: guessed")
                        .answer();
        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void anAgentOfARestartedRelayGetsItsNameAgain() throws Exception {
        TestAgent agent =
                relay.agent("demo", HELLO, "Portsicle-Session: forgotten", "Portsicle-Resume: too");

        assertThat(agent.answer().field("portsicle-name")).isEqualTo("demo");
    }

    @Test
    void anAgentThatSaysGoodbyeFreesItsNameAtOnce() throws Exception {
        TestAgent first = relay.agent("demo", HELLO);
        first.drain();
        first.end();

        await().untilAsserted(
                        () ->
                                assertThat(relay.knock("demo", HELLO).answer().status())
                                        .isEqualTo(101));
    }

    @Test
    void aRequestThatRunsWhenTheAgentSaysGoodbyeIsFinished() throws Exception {
        Local local = Local.silent();
        TestAgent agent = relay.agent("demo", local);
        RawVisitor visitor = relay.visitor().send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
        Local.Exchange exchange = local.next();
        agent.drain();
        await().untilAsserted(() -> assertThat(status("demo")).isEqualTo(404));

        exchange.respond("200", "finished");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("finished");
        agent.end();
    }

    @Test
    void aTokenIsAskedForWhereOneIsConfigured() throws Exception {
        restart(new Admission.OnlyToken("ptk_right"));

        RawVisitor.Head none = relay.knock("demo", HELLO).answer();
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.field("www-authenticate")).startsWith("Bearer");
        assertThat(relay.knock("demo", HELLO, "Authorization: Bearer ptk_wrong").answer().status())
                .isEqualTo(401);
        assertThat(relay.knock("demo", HELLO, "Authorization: Bearer ptk_right").answer().status())
                .isEqualTo(101);
    }

    @Test
    void onItsOwnMachineAnAgentMayTakeTheNameOfOneThatIsAway() throws Exception {
        relay.agent("demo", HELLO).close();
        awaitAway("demo");

        relay.agent("demo", Local.saying("second"));

        assertThat(get("demo")).isEqualTo("second");
    }

    @Test
    void theSameTokenMayTakeTheNameOfAnAgentThatIsAway() throws Exception {
        restart(new Admission.OnlyToken("ptk_right"));
        String token = "Authorization: Bearer ptk_right";
        TestAgent first = relay.agent("demo", HELLO, token);
        assertThat(relay.knock("demo", HELLO, token).answer().status()).isEqualTo(409);
        first.close();
        awaitAway("demo");

        TestAgent second = relay.agent("demo", Local.saying("second"), token);
        assertThat(second.answer().field("portsicle-session"))
                .isNotEqualTo(first.answer().field("portsicle-session"));
        assertThat(get("demo")).isEqualTo("second");
    }

    @Test
    void anOpenRelayAdmitsAgentsFromAnywhere() throws Exception {
        restart(new Admission.Open());

        RawVisitor agent =
                relay.visitor().send(UPGRADE.replace("127.0.0.1", "relay.example.com") + "\n");
        assertThat(agent.readHead().status()).isEqualTo(101);
    }

    @Test
    void aFullRelaySaysSo() throws Exception {
        relay.close();
        relay =
                start(
                        RelayConfig.builder()
                                .limits(
                                        RelayLimits.DEFAULT.withSessions(
                                                SessionLimits.DEFAULT.withSessions(1))));
        relay.agent("one", HELLO);

        RawVisitor.Head answer = relay.knock("two", HELLO).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.field("portsicle-error")).isEqualTo("full");
        assertThat(answer.field("retry-after")).isNotEmpty();
    }

    @Test
    void anAgentOfPtthServesItsOrigin() throws Exception {
        TestAgent agent = ptth("http%3A%2F%2Fdemo.localhost%3A8080").admitted();

        assertThat(agent.answer().field("upgrade")).isEqualTo("ptth");
        assertThat(agent.answer().field("alpn")).isEqualTo("h2");
        assertThat(get("demo")).isEqualTo("hello");
    }

    @Test
    void anAgentOfPtthMayGiveItsTokenAsAPassword() throws Exception {
        restart(new Admission.OnlyToken("ptk_right"));
        String credentials =
                Base64.getEncoder()
                        .encodeToString("agent:ptk_right".getBytes(StandardCharsets.US_ASCII));

        assertThat(ptth("http%3a%2f%2fdemo.localhost").answer().status()).isEqualTo(401);
        ptth("http%3a%2f%2fdemo.localhost", "Authorization: Basic " + credentials).admitted();
        assertThat(get("demo")).isEqualTo("hello");
    }

    @Test
    void anAgentOfPtthThatCannotProveItselfGivesItsNameBackWithItsLink() throws Exception {
        ptth("http%3A%2F%2Fdemo.localhost").admitted().close();

        await().untilAsserted(
                        () ->
                                assertThat(ptth("http%3A%2F%2Fdemo.localhost").answer().status())
                                        .isEqualTo(101));
    }

    @ParameterizedTest
    @CsvSource({
        "demo.localhost",
        "http%3A%2F%2Fdemo.example.com",
        "http%3A%2F%2Flocalhost",
        "%zz",
        "http%3A%2F%2Fa_b.localhost"
    })
    void refusesAnOriginThatIsNoEndpoints(String origin) throws Exception {
        RawVisitor.Head answer = ptth(origin).answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.field("portsicle-error")).isEqualTo("bad-name");
    }

    private TestAgent ptth(String origin, String... fields) throws InterruptedException {
        return relay.add(TestAgent.connectPtth(relay.uri(), origin, HELLO, fields));
    }

    private void restart(Admission admission) throws Exception {
        relay.close();
        relay = start(RelayConfig.builder().admission(admission).limits(NOBODY_WAITS));
    }

    private String get(String name) throws IOException {
        RawVisitor visitor =
                relay.visitor().send("GET / HTTP/1.1\nHost: %s.localhost\n\n".formatted(name));
        return visitor.readBody(visitor.readHead());
    }

    private int status(String name) throws IOException {
        try (RawVisitor visitor = relay.visitor()) {
            return visitor.send("GET / HTTP/1.1\nHost: %s.localhost\n\n".formatted(name))
                    .readHead()
                    .status();
        }
    }

    private void awaitAway(String name) {
        await().untilAsserted(() -> assertThat(status(name)).isEqualTo(503));
    }
}

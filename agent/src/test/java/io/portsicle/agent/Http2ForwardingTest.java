package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.portsicle.agent.Http2LocalServer.Call;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What passes between a visitor and a local server that speaks HTTP/2 without TLS.
class Http2ForwardingTest {
    private final BlockingQueue<Http2Headers> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<Http2Error> resets = new LinkedBlockingQueue<>();

    // ---- what goes by HTTP/2

    @ParameterizedTest
    @ValueSource(
            strings = {"application/grpc", "application/grpc+proto", "Application/GRPC;charset=x"})
    void grpcGoesByHttp2(String type) {
        try (Http2LocalServer server = new Http2LocalServer(new Recording());
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit =
                    agent.post(
                                    "/greet.Greeter/Hello",
                                    "content-type",
                                    type,
                                    "te",
                                    "trailers",
                                    "x-forwarded-proto",
                                    "https")
                            .send("message", true);
            assertThat(visit.awaitBody()).isEqualTo("message");
            Http2Headers head = TestRelay.await(heads);
            assertThat(head.method()).hasToString("POST");
            assertThat(head.scheme()).hasToString("http");
            assertThat(head.path()).hasToString("/greet.Greeter/Hello");
            assertThat(head.authority()).hasToString("127.0.0.1:" + server.port());
            assertThat(head.get("te")).hasToString("trailers");
            assertThat(head.get("content-type")).hasToString(type);
            assertThat(head.get("x-forwarded-proto")).hasToString("https");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/grpc-web",
                "application/grpc-web+proto",
                "application/grpcx",
                "text/plain",
                "application/json"
            })
    void everythingElseGoesByHttp1(String type) {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/", "content-type", type).awaitBody()).isEqualTo("ok");
        }
    }

    @Test
    void everythingGoesByHttp2WhereAsked() {
        try (Http2LocalServer server = new Http2LocalServer(new Recording());
                AgentFixture agent =
                        new AgentFixture(
                                LocalAddress.http("127.0.0.1", server.port(), "/base"),
                                c -> c.localProtocol(LocalProtocol.H2C))) {
            agent.get("/x?y", "cookie", "a=b").awaitHead();
            Http2Headers head = TestRelay.await(heads);
            assertThat(head.path()).hasToString("/base/x?y");
            assertThat(head.get("cookie")).hasToString("a=b");
            Visit options = Visit.open(agent.link, Visit.head("OPTIONS", "*"), true, true);
            assertThat(options.awaitStatus()).isEqualTo(200);
            assertThat(TestRelay.await(heads).path()).hasToString("*");
        }
    }

    @Test
    void grpcGoesByHttp1WhereAsked() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.localProtocol(LocalProtocol.HTTP1))) {
            assertThat(agent.get("/", "content-type", "application/grpc").awaitBody())
                    .isEqualTo("ok");
        }
    }

    @Test
    void theHostIsThePublicOneWhereAsked() {
        try (Http2LocalServer server = new Http2LocalServer(new Recording());
                AgentFixture agent =
                        new AgentFixture(
                                server.address(),
                                c ->
                                        c.hostHeader(new HostHeader.Preserve())
                                                .localProtocol(LocalProtocol.H2C))) {
            agent.get("/").awaitHead();
            assertThat(TestRelay.await(heads).authority()).hasToString("demo.localhost:8080");
        }
    }

    @Test
    void upgradesGoByHttp1AllTheSame() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    connection.echo();
                                });
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.localProtocol(LocalProtocol.H2C))) {
            assertThat(agent.upgrade("websocket", "/").send("hi", true).awaitBody())
                    .isEqualTo("hi");
        }
    }

    // ---- messages

    @Test
    void trailersPassBothWays() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> {
                                    heads.add(head);
                                    if (end) {
                                        call.head("200", false, "content-type", "application/grpc")
                                                .data("reply", false)
                                                .trailers("grpc-status", "0", "grpc-message", "ok");
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("body", false);
            visit.sendTrailers(new Fields().add("x-sum", "1"));
            assertThat(visit.awaitBody()).isEqualTo("reply");
            assertThat(TestRelay.await(heads).path()).isNotNull();
            assertThat(TestRelay.await(heads).get("x-sum")).hasToString("1");
            Fields trailers = visit.trailers();
            assertThat(trailers).isNotNull();
            assertThat(trailers.name(0) + "=" + trailers.value(0)).isEqualTo("grpc-status=0");
            assertThat(trailers.name(1) + "=" + trailers.value(1)).isEqualTo("grpc-message=ok");
        }
    }

    @Test
    void aResponseThatIsAHeadOnlyIsWhole() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> call.head("200", true, "grpc-status", "5"));
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent);
            assertThat(visit.values("grpc-status")).containsExactly("5");
            assertThat(visit.awaitBytes()).isEmpty();
        }
    }

    @Test
    void aConversationGoesBackAndForth() {
        try (Http2LocalServer server = new Http2LocalServer(new Recording());
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("one", false);
            assertThat(visit.awaitReceived(3)).isEqualTo("one");
            assertThat(visit.send("two", false).awaitReceived(6)).isEqualTo("onetwo");
            assertThat(visit.send("end", true).awaitBody()).isEqualTo("onetwoend");
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    @Test
    void interimResponsesAreHandedOn() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> {
                                    call.head("103", false, "link", "</a>");
                                    call.answer("ok");
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent);
            assertThat(visit.awaitBody()).isEqualTo("ok");
            assertThat(visit.interimStatuses()).containsExactly("103");
        }
    }

    @Test
    void aRedirectToTheServerItselfLeadsToThePublicUrl() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) ->
                                        call.head(
                                                "302",
                                                true,
                                                "location",
                                                "http://" + head.authority() + "/login"));
                AgentFixture agent = grpc(server)) {
            assertThat(call(agent).values("location"))
                    .containsExactly("http://demo.localhost:8080/login");
        }
    }

    // ---- connections

    @Test
    void manyRequestsShareOneConnectionAndEndInGoodOrder() {
        try (Http2LocalServer server = new Http2LocalServer(new Recording());
                AgentFixture agent = grpc(server)) {
            for (int round = 0; round < 3; round++) {
                List<Visit> visits = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    visits.add(call(agent).send("message " + i, true));
                }
                for (int i = 0; i < 64; i++) {
                    assertThat(visits.get(i).awaitBody()).isEqualTo("message " + i);
                }
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(resets).isEmpty();
        }
    }

    @Test
    void aFullConnectionGetsCompanyUpToALimit() {
        BlockingQueue<Call> held = new LinkedBlockingQueue<>();
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> held.add(call),
                                Http2Settings.defaultSettings().maxConcurrentStreams(2));
                AgentFixture agent = grpc(server)) {
            List<Visit> visits = new ArrayList<>();
            for (int i = 0; i < 18; i++) {
                visits.add(call(agent));
            }
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(TestRelay.await(held));
            }
            assertThat(server.connections()).isEqualTo(8);
            calls.forEach(call -> call.answer("ok"));
            TestRelay.await(held).answer("ok");
            TestRelay.await(held).answer("ok");
            visits.forEach(visit -> assertThat(visit.awaitBody()).isEqualTo("ok"));
        }
    }

    @Test
    void aServerThatLeavesFinishesWhatRunsAndGetsTheRestOnANewConnection() {
        BlockingQueue<Call> held = new LinkedBlockingQueue<>();
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> {
                                    if (call.number() == 1) {
                                        call.goAway();
                                        held.add(call);
                                    } else {
                                        call.answer("second");
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit first = call(agent);
            Call call = TestRelay.await(held);
            await().until(
                            () -> {
                                call(agent).awaitBody();
                                return server.connections() == 2;
                            });
            call.answer("first");
            assertThat(first.awaitBody()).isEqualTo("first");
            await().until(() -> server.openConnections() == 1);
        }
    }

    @Test
    void aRequestBeyondTheLastOneOfAGoAwayIsSentAgainWithItsBody() {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        byte[] goAway = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] noContent = {0, 0, 1, 1, 5, 0, 0, 0, 3, (byte) 0x89};
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.write(settings);
                                    String seen = connection.readUntil("message");
                                    boolean isFirst = connection.number() == 1;
                                    if (isFirst || !seen.contains("/service/Method")) {
                                        connection.write(goAway);
                                    } else {
                                        connection.write(noContent);
                                        connection.drain();
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = call(agent).send("message", true);
            assertThat(visit.awaitStatus()).isEqualTo(204);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedRequestIsSentAgainOnceWithItsBody() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {
                                        if (call.number() == 1) {
                                            call.reset(Http2Error.REFUSED_STREAM);
                                        } else {
                                            super.onHead(call, head, end);
                                        }
                                    }

                                    @Override
                                    public void onData(Call call, String data, boolean end) {
                                        if (call.number() != 1) {
                                            super.onData(call, data, end);
                                        }
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("one ", false).send("two", true);
            assertThat(visit.awaitBody()).isEqualTo("one two");
            assertThat(server.calls()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatIsRefusedTwiceIsA502() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> call.reset(Http2Error.REFUSED_STREAM));
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("x", true);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("REFUSED_STREAM");
            assertThat(server.calls()).isEqualTo(2);
        }
    }

    @Test
    void aBodyThatIsNotHereAnyMoreIsNotSentAgain() {
        AtomicLong seen = new AtomicLong();
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {}

                                    @Override
                                    public void onData(Call call, String data, boolean end) {
                                        if (seen.addAndGet(data.length()) > 64 * 1024) {
                                            call.reset(Http2Error.REFUSED_STREAM);
                                        }
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send(new byte[70_000], false);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(server.calls()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatIsLostIsA502OrCutsTheResponse() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> {
                                    if (call.number() == 2) {
                                        call.head("200", false).data("half", false);
                                    }
                                    call.cutConnection();
                                });
                AgentFixture agent = grpc(server)) {
            Visit before = call(agent).send("x", true);
            assertThat(before.awaitStatus()).isEqualTo(502);
            assertThat(before.awaitBody()).contains("closed the connection without a response");
            Visit within = call(agent).send("x", true);
            assertThat(within.awaitStatus()).isEqualTo(200);
            assertThat(within.awaitEnd())
                    .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.INTERNAL_ERROR));
        }
    }

    @Test
    void aResponseThatIsGivenUpIsCut() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) -> {
                                    call.head("200", false).data("half", false);
                                    call.reset(Http2Error.INTERNAL_ERROR);
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("x", true);
            assertThat(visit.awaitEnd())
                    .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.INTERNAL_ERROR));
        }
    }

    @Test
    void aVisitorWhoLeavesCancelsTheRequest() {
        CountDownLatch asked = new CountDownLatch(1);
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {
                                        asked.countDown();
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent);
            await().until(() -> asked.getCount() == 0);
            visit.leave();
            assertThat(TestRelay.await(resets)).isEqualTo(Http2Error.CANCEL);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestEndsIt() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {
                                        call.head("200", true, "grpc-status", "8");
                                    }

                                    @Override
                                    public void onData(Call call, String data, boolean end) {}
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent).send("a lot", false);
            assertThat(visit.values("grpc-status")).containsExactly("8");
            assertThat(TestRelay.await(resets)).isEqualTo(Http2Error.CANCEL);
            visit.send(new byte[300_000], true);
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    // ---- slow ones

    @Test
    void aVisitorWhoDoesNotReadStopsTheServer() {
        AtomicLong written = new AtomicLong();
        String piece = "x".repeat(16 * 1024);
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                (call, head, end) ->
                                        call.head("200", false).flood(piece, written));
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.localProtocol(LocalProtocol.H2C))) {
            Visit stuck = Visit.notReading(agent.link, "/");
            assertThat(stuck.awaitStatus()).isEqualTo(200);
            Standstill.of(written);
            assertThat(written.get()).isLessThan(2L * 1024 * 1024);
            assertThat(stuck.receivedBytes()).isLessThanOrEqualTo(256 * 1024);
            Visit other = agent.get("/");
            other.awaitFirstByte();
            stuck.leave();
        }
    }

    @Test
    void aServerThatDoesNotReadStopsTheVisitor() {
        try (Http2LocalServer server =
                        new Http2LocalServer((call, head, end) -> call.stopReading());
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent);
            AtomicLong taken = new AtomicLong();
            visit.sendWhileThereIsRoom(new byte[16 * 1024], taken);
            Standstill.of(taken);
            assertThat(taken.get()).isLessThan(2L * 1024 * 1024);
            visit.leave();
        }
    }

    @Test
    void aLargeUploadArrivesWhole() {
        AtomicLong received = new AtomicLong();
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {}

                                    @Override
                                    public void onData(Call call, String data, boolean end) {
                                        received.addAndGet(data.length());
                                        if (end) {
                                            call.answer("got " + received.get());
                                        }
                                    }
                                });
                AgentFixture agent = grpc(server)) {
            Visit visit = call(agent);
            for (int i = 0; i < 200; i++) {
                visit.send(new byte[10_007], i == 199);
            }
            assertThat(visit.awaitBody()).isEqualTo("got " + 200 * 10_007);
        }
    }

    @Test
    void aSilentServerIsA504AndIsToldThatNobodyWaits() {
        try (Http2LocalServer server =
                        new Http2LocalServer(
                                new Recording() {
                                    @Override
                                    public void onHead(Call call, Http2Headers head, boolean end) {}

                                    @Override
                                    public void onData(Call call, String data, boolean end) {}
                                });
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.responseTimeout(Duration.ofMillis(300)))) {
            Visit visit = call(agent).send("x", true);
            assertThat(visit.awaitStatus()).isEqualTo(504);
            assertThat(TestRelay.await(resets)).isEqualTo(Http2Error.CANCEL);
        }
    }

    // ---- servers that speak something else

    @Test
    void aServerThatSpeaksHttp1OnlyIsNamedAsSuch() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 400 Bad Request\r\n"
                                                    + "Connection: close\r\n\r\n");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = call(agent).send("x", true);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-error");
            assertThat(visit.awaitBody()).contains("does not speak HTTP/2");
        }
    }

    @Test
    void aServerThatClosesInsteadIsNamedAsSuch() {
        try (ScriptedServer server = new ScriptedServer(connection -> connection.readHead());
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(call(agent).awaitBody())
                    .contains("closed the connection instead of speaking HTTP/2");
        }
    }

    @Test
    void noServerIsA502() {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("nobody.invalid:80"))) {
            Visit visit = call(agent).send("x", true);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-unreachable");
        }
    }

    private static AgentFixture grpc(Http2LocalServer server) {
        return new AgentFixture(server.address());
    }

    private static Visit call(AgentFixture agent) {
        return agent.post("/service/Method", "content-type", "application/grpc", "te", "trailers");
    }

    /// Notes heads and resets, and sends bodies back.
    private class Recording implements Http2LocalServer.Script {
        @Override
        public void onHead(Call call, Http2Headers head, boolean end) {
            heads.add(head);
            call.head("200", end);
        }

        @Override
        public void onData(Call call, String data, boolean end) {
            call.data(data, end);
        }

        @Override
        public void onReset(Call call, Http2Error error) {
            resets.add(error);
        }
    }
}

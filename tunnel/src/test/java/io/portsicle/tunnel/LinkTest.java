package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Config;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

class LinkTest {
    private static final LinkConfig RELAY = LinkConfig.RELAY;
    private static final LinkConfig AGENT = LinkConfig.AGENT;

    @ParameterizedTest
    @EnumSource
    void aRequestTravelsAndItsResponseComesBack(Link.Carrier carrier) throws Exception {
        try (LinkPair pair = new LinkPair(carrier, RELAY, AGENT, Local::echoPath)) {
            Answer answer = pair.request("/a?b=c%2Fd");

            assertThat(answer.closed.get(5, TimeUnit.SECONDS)).isEqualTo(new StreamEnd.Completed());
            assertThat(answer.statuses).containsExactly("200");
            assertThat(answer.body()).isEqualTo("you asked for /a?b=c%2Fd");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyStreamsKeepTheirAnswersApart(Link.Carrier carrier) throws Exception {
        try (LinkPair pair = new LinkPair(carrier, RELAY, AGENT, Local::echoPath)) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(pair.request("/" + i));
            }
            for (int i = 0; i < answers.size(); i++) {
                answers.get(i).closed.get(5, TimeUnit.SECONDS);
                assertThat(answers.get(i).body()).isEqualTo("you asked for /" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamNobodyReadsStopsAtItsWindowAndTheOthersGoOn(Link.Carrier carrier) throws Exception {
        int window = 100_000;
        LinkConfig relay = RELAY.withHttp2(Http2Config.DEFAULT.withWindows(window, window, 0));
        try (LinkPair pair = new LinkPair(carrier, relay, AGENT, head -> Local.bytes(5_000_000))) {
            Answer stalled = new Answer();
            stalled.reads = false;
            pair.onRelay(
                    link -> stalled.stream = link.open(LinkPair.head("GET", "/"), true, stalled));
            await().until(() -> stalled.received.get() == window);

            Answer other = pair.request("/");

            assertThat(other.closed.get(10, TimeUnit.SECONDS)).isEqualTo(new StreamEnd.Completed());
            assertThat(other.received.get()).isEqualTo(5_000_000);
            assertThat(stalled.received.get()).isEqualTo(window);
        }
    }

    @Test
    void aBodyTravelsToTheAgentWithBackpressure() throws Exception {
        Answer upload = new Answer();
        upload.reads = false;
        Function<Fields, LinkPair.Responder> local =
                head ->
                        (stream, end) -> {
                            upload.stream = stream;
                            return upload;
                        };
        int window = 100_000;
        LinkConfig agent = AGENT.withHttp2(Http2Config.DEFAULT.withWindows(window, window, 0));
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, RELAY, agent, local)) {
            Answer answer = new Answer();
            boolean hasRoom =
                    pair.onRelay(
                            link -> {
                                answer.stream =
                                        link.open(LinkPair.head("POST", "/"), false, answer);
                                answer.stream.sendData(
                                        Unpooled.wrappedBuffer(new byte[300_000]), true);
                                return answer.stream.hasRoom();
                            });
            assertThat(hasRoom).isFalse();
            await().until(() -> upload.received.get() == window);

            pair.onAgent(
                    link -> {
                        upload.reads = true;
                        upload.stream.credit(window);
                        return null;
                    });

            await().until(() -> upload.received.get() == 300_000);
        }
    }

    @Test
    void aStreamTellsHowMuchIsWelcome() throws Exception {
        LinkConfig agent = AGENT.withHttp2(Http2Config.DEFAULT.withWindows(100_000, 100_000, 0));
        Local.Silent local = new Local.Silent();
        try (LinkPair pair =
                new LinkPair(Link.Carrier.WEBSOCKET, RELAY, agent, head -> Local.never(local))) {
            await().until(() -> pair.onRelay(Link::takesUpgrades)); // the agent's SETTINGS are here
            List<Integer> rooms = new ArrayList<>();
            pair.onRelay(
                    link -> {
                        Answer answer = new Answer();
                        Fields head = LinkPair.head("POST", "/");
                        answer.stream = link.open(head, false, answer);
                        for (int size : new int[] {0, 40_000, 60_000, 10_000, 90_000}) {
                            answer.stream.sendData(Unpooled.wrappedBuffer(new byte[size]), false);
                            rooms.add(answer.stream.room());
                        }
                        return null;
                    });

            int mayWait = 64 * 1024;
            assertThat(rooms).containsExactly(100_000, 60_000, mayWait, mayWait - 10_000, 0);
        }
    }

    @Test
    void aResetReachesTheOtherSide() throws Exception {
        Local.Silent local = new Local.Silent();
        try (LinkPair pair =
                new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, head -> Local.never(local))) {
            Answer answer = pair.request("/");
            pair.onRelay(
                    link -> {
                        answer.stream.reset(ErrorCode.CANCEL);
                        return null;
                    });

            assertThat(answer.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.ResetHere(ErrorCode.CANCEL));
            assertThat(local.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL));
        }
    }

    @Test
    void interimHeadsAndTrailersArrive() throws Exception {
        Function<Fields, LinkPair.Responder> local =
                head ->
                        (stream, end) -> {
                            stream.sendHead(
                                    new Fields().add(":status", "103").add("link", "</a.css>"),
                                    false);
                            stream.sendHead(new Fields().add(":status", "200"), false);
                            stream.sendData(Unpooled.wrappedBuffer(new byte[300_000]), false);
                            stream.sendTrailers(new Fields().add("grpc-status", "0"));
                            return new Local.Silent();
                        };
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, local)) {
            Answer answer = pair.request("/");

            assertThat(answer.closed.get(5, TimeUnit.SECONDS)).isEqualTo(new StreamEnd.Completed());
            assertThat(answer.statuses).containsExactly("103", "200");
            assertThat(answer.received.get()).isEqualTo(300_000);
            assertThat(answer.trailers.get(5, TimeUnit.SECONDS).value(0)).isEqualTo("0");
        }
    }

    @Test
    void aHeadLargerThanAFrameTravels() throws Exception {
        String cookie = "a".repeat(60_000);
        Function<Fields, LinkPair.Responder> local =
                head -> {
                    int size = String.valueOf(head.value(KnownField.COOKIE)).length();
                    return (stream, end) -> {
                        stream.sendHead(
                                new Fields().add(":status", "200").add("x-size", "" + size), true);
                        return new Local.Silent();
                    };
                };
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, local)) {
            Answer answer = new Answer();
            pair.onRelay(
                    link ->
                            answer.stream =
                                    link.open(
                                            LinkPair.head("GET", "/").add("cookie", cookie),
                                            true,
                                            answer));

            answer.closed.get(5, TimeUnit.SECONDS);
            assertThat(answer.head.value(1)).isEqualTo("60000");
        }
    }

    @Test
    void streamsBeyondTheAgentsLimitWaitTheirTurn() throws Exception {
        LinkConfig agent = AGENT.withHttp2(Http2Config.DEFAULT.withStreams(2, 0));
        LinkConfig relay = RELAY.withHttp2(Http2Config.DEFAULT.withStreams(1, 100));
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, relay, agent, Local::echoPath)) {
            pair.relay.ready.get(5, TimeUnit.SECONDS);
            List<Answer> answers =
                    pair.onRelay(
                            link -> {
                                List<Answer> opened = new ArrayList<>();
                                for (int i = 0; i < 103; i++) {
                                    Answer answer = new Answer();
                                    answer.stream =
                                            link.open(LinkPair.head("GET", "/" + i), true, answer);
                                    opened.add(answer);
                                }
                                return opened;
                            });

            for (Answer answer : answers.subList(0, 102)) {
                assertThat(answer.closed.get(5, TimeUnit.SECONDS))
                        .isEqualTo(new StreamEnd.Completed());
            }
            assertThat(answers.get(102).closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.ResetHere(ErrorCode.REFUSED_STREAM));
        }
    }

    @Test
    void anAgentThatDrainsFinishesWhatRunsAndThenTheLinkEnds() throws Exception {
        LinkConfig patient = AGENT.withDrainTimeout(Duration.ofMinutes(1));
        try (LinkPair pair =
                new LinkPair(
                        Link.Carrier.WEBSOCKET, RELAY, patient, head -> Local.bytes(5_000_000))) {
            Answer running = pair.request("/");
            await().until(() -> running.received.get() > 0);
            pair.onAgent(
                    link -> {
                        link.drain("closed by the user");
                        return null;
                    });

            assertThat(running.closed.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.Completed());
            assertThat(running.received.get()).isEqualTo(5_000_000);
            pair.relay.goingAway.get(5, TimeUnit.SECONDS);
            assertThat(pair.relay.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new LinkEnd.ClosedByPeer("closed by the agent"));
            assertThat(pair.agent.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new LinkEnd.ClosedHere("closed by the user"));
        }
    }

    @Test
    void aLinkThatDiesEndsItsStreams() throws Exception {
        Local.Silent local = new Local.Silent();
        try (LinkPair pair =
                new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, head -> Local.never(local))) {
            Answer answer = pair.request("/");
            await().until(() -> pair.onAgent(Link::activeStreams) == 1);

            pair.agent.channel.config().setOption(ChannelOption.SO_LINGER, 0);
            pair.agent.channel.close().sync();

            assertThat(answer.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.LinkLost(true));
            assertThat(local.closed.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(StreamEnd.LinkLost.class);
            assertThat(pair.relay.closed.get(5, TimeUnit.SECONDS)).isInstanceOf(LinkEnd.Lost.class);
        }
    }

    @Test
    void theKernelQueuesLittleThatThePathDoesNotCarryYet() throws Exception {
        assumeThat(Transport.best()).isEqualTo(Transport.EPOLL);
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, Local::echoPath)) {
            pair.agent.ready.get(5, TimeUnit.SECONDS);

            assertThat(pair.agent.channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                    .isEqualTo(128 * 1024L);
        }
    }

    @Test
    void aPeerThatSaidGoodbyeHasLeftEvenIfItsSocketIsReset() throws Exception {
        Local.Silent local = new Local.Silent();
        try (LinkPair pair =
                new LinkPair(Link.Carrier.WEBSOCKET, RELAY, AGENT, head -> Local.never(local))) {
            pair.request("/");
            await().until(() -> pair.onAgent(Link::activeStreams) == 1);
            pair.onAgent(
                    link -> {
                        link.drain("closed by the user");
                        return null;
                    });
            pair.relay.goingAway.get(5, TimeUnit.SECONDS);

            pair.agent.channel.config().setOption(ChannelOption.SO_LINGER, 0);
            pair.agent.channel.close().sync();

            assertThat(pair.relay.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new LinkEnd.ClosedByPeer("closed by the agent"));
        }
    }

    @Test
    void aLinkNearTheEndOfItsStreamIdsAsksToBeReplacedAndGoesOn() throws Exception {
        LinkConfig relay =
                RELAY.withHttp2(Http2Config.DEFAULT.withMaxStreamId(43)).withRotateBefore(10);
        try (LinkPair pair = new LinkPair(Link.Carrier.WEBSOCKET, relay, AGENT, Local::echoPath)) {
            for (int i = 0; i < 21; i++) {
                assertThat(pair.agent.goingAway.isDone() && i < 10).isFalse();
                Answer answer = pair.request("/");
                assertThat(answer.closed.get(5, TimeUnit.SECONDS))
                        .isEqualTo(new StreamEnd.Completed());
            }
            pair.agent.goingAway.get(5, TimeUnit.SECONDS);
            assertThat(pair.relay.goingAway).isNotDone();

            Answer late = pair.request("/");

            assertThat(late.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.LinkLost(false));
            assertThat(pair.onRelay(Link::isAccepting)).isFalse();
        }
    }

    @Test
    void aReplacedLinkThatHadAskedForItFinishesWhatRuns() throws Exception {
        LinkConfig relay =
                RELAY.withHttp2(Http2Config.DEFAULT.withMaxStreamId(43)).withRotateBefore(20);
        try (LinkPair pair =
                new LinkPair(
                        Link.Carrier.WEBSOCKET, relay, AGENT, head -> Local.bytes(5_000_000))) {
            Answer running = pair.request("/");
            await().until(() -> running.received.get() > 0);
            pair.agent.goingAway.get(5, TimeUnit.SECONDS);
            pair.onRelay(
                    link -> {
                        link.retire();
                        return null;
                    });

            assertThat(running.closed.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.Completed());
            assertThat(pair.agent.closed.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(LinkEnd.ClosedByPeer.class);
        }
    }

    @Test
    void aReplacedLinkThatHadNotAskedForItIsThrownOut() throws Exception {
        try (LinkPair pair =
                new LinkPair(
                        Link.Carrier.WEBSOCKET, RELAY, AGENT, head -> Local.bytes(50_000_000))) {
            Answer running = pair.request("/");
            await().until(() -> running.received.get() > 0);
            pair.onRelay(
                    link -> {
                        link.retire();
                        return null;
                    });

            assertThat(running.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.LinkLost(true));
        }
    }

    @Test
    void aSilentPeerIsGivenUp() throws Exception {
        LinkConfig relay = RELAY.withSilence(Duration.ofMillis(300), Duration.ofSeconds(2));
        LinkConfig patient = AGENT.withSilence(Duration.ofHours(1), Duration.ofHours(2));
        try (LinkPair pair =
                new LinkPair(Link.Carrier.WEBSOCKET, relay, patient, Local::echoPath)) {
            pair.relay.ready.get(5, TimeUnit.SECONDS);
            pair.onAgent(link -> pair.agent.channel.config().setAutoRead(false));
            pair.request("/");

            assertThat(pair.relay.closed.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            LinkEnd.Lost.class,
                            lost -> assertThat(lost.reason()).startsWith("no answer for"));
        }
    }
}

package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.relay.session.SessionLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What visitors get while an agent has lost its links, or some of them.
class AwayAgentTest {
    private static final String GET = "GET / HTTP/1.1\nHost: demo.localhost\n\n";
    private static final String POST =
            "POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 5\n\n";

    private RunningRelay relay = start(RelayConfig.builder());

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void requestsWaitForTheAgentAndAreServedInOrder() throws Exception {
        TestAgent agent = away();
        List<RawVisitor> visitors = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            visitors.add(relay.visitor().send(GET.replace("/ ", "/" + i + " ")));
            awaitParked(i + 1);
        }
        Local back = Local.answering(e -> e.respond("200", e.field(":path")));

        comeBack(agent, 0, back);

        for (int i = 0; i < 5; i++) {
            RawVisitor.Head head = visitors.get(i).readHead();
            assertThat(visitors.get(i).readBody(head)).isEqualTo("/" + i);
        }
    }

    @Test
    void aRequestWithABodyWaitsAndArrivesWhole() throws Exception {
        TestAgent agent = away();
        RawVisitor visitor = relay.visitor().send(POST + "he");
        awaitParked(1);
        visitor.send("llo");

        comeBack(agent, 0, Local.answering(e -> e.whenEnded(() -> e.respond("200", e.body()))));

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("hello");
    }

    @Test
    void aBodyIsNotReadBeyondASmallWindowMeanwhile() throws Exception {
        TestAgent agent = away();
        RawVisitor visitor = relay.smallVisitor();
        int size = 64 * 1024 * 1024;
        Thread sending =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        visitor.send(POST.replace("5", Integer.toString(size)));
                                        visitor.send(new byte[size]);
                                    } catch (IOException broken) {
                                        throw new AssertionError(broken);
                                    }
                                });
        awaitParked(1);
        assertThat(sending.join(Duration.ofMillis(500))).as("64 MiB were read").isFalse();

        Local local = Local.answering(e -> e.whenEnded(() -> e.respond("200", "" + e.received())));
        comeBack(agent, 0, local);

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("" + size);
    }

    @Test
    void nobodyWaitsLongerThanTheParkingTime() throws Exception {
        restart(SessionLimits.DEFAULT.withParkTimeout(Duration.ofSeconds(1)));
        away();
        RawVisitor visitor = relay.visitor().send(GET);

        RawVisitor.Head head = visitor.readHead();

        assertThat(head.status()).isEqualTo(503);
        assertThat(head.field("portsicle-error")).isEqualTo("agent-away");
        assertThat(head.field("retry-after")).isNotEmpty();
        assertThat(relay.relay().waitingVisitors()).isZero();
    }

    @Test
    void whoFindsTheParkingFullIsToldAtOnce() throws Exception {
        restart(SessionLimits.DEFAULT.withParked(1, 1_000_000));
        away();
        relay.visitor().send(GET);
        awaitParked(1);

        assertThat(relay.visitor().send(GET).readHead().status()).isEqualTo(503);
    }

    @Test
    void aVisitorWhoLeavesMakesRoom() throws Exception {
        away();
        RawVisitor visitor = relay.visitor().send(GET);
        awaitParked(1);
        visitor.close();

        awaitParked(0);
    }

    @Test
    void whoWaitsForAnAgentThatIsReplacedGoesToItsSuccessor() throws Exception {
        away();
        RawVisitor visitor = relay.visitor().send(GET);
        awaitParked(1);

        relay.agent("demo", Local.saying("successor"));

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("successor");
    }

    @Test
    void aSafeRequestWhoseLinkIsLostMovesToTheNextOne() throws Exception {
        Local silent = Local.silent();
        TestAgent agent = relay.agent("demo", silent);
        RawVisitor visitor = relay.visitor().send(GET);
        silent.next();
        agent.close();
        awaitParked(1);

        comeBack(agent, 0, Local.saying("again"));

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("again");
    }

    @Test
    void anUnsafeRequestThatMayHaveArrivedIsNeverSentTwice() throws Exception {
        Local silent = Local.silent();
        TestAgent agent = relay.agent("demo", silent);
        RawVisitor visitor =
                relay.visitor().send(POST.replace("Content-Length: 5", "Content-Length: 0"));
        silent.next();
        agent.close();

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(502);
        assertThat(head.field("portsicle-error")).isEqualTo("link-lost");
    }

    @Test
    void twoLinksOfOneSessionShareTheStreams() throws Exception {
        Local first = Local.silent();
        Local second = Local.silent();
        TestAgent agent = relay.agent("demo", first);
        comeBack(agent, 1, second);
        for (int i = 0; i < 20; i++) {
            relay.visitor().send(GET);
        }

        await().until(() -> first.running() + second.running() == 20);
        assertThat(first.running()).isBetween(5, 15);
    }

    @Test
    void whenOneOfTwoLinksIsLostTheOtherOneCarriesEverything() throws Exception {
        TestAgent first = relay.agent("demo", Local.silent());
        TestAgent second = comeBack(first, 1, Local.saying("second"));
        first.close();

        for (int i = 0; i < 10; i++) {
            RawVisitor visitor = relay.visitor().send(GET);
            assertThat(visitor.readBody(visitor.readHead())).isEqualTo("second");
        }
        assertThat(second.isEnded()).isFalse();
    }

    @Test
    void aLinkTakesThePlaceOfTheFormerOneOfItsNumberOnly() throws Exception {
        TestAgent zero = relay.agent("demo", Local.silent());
        TestAgent one = comeBack(zero, 1, Local.saying("one"));
        comeBack(zero, 0, Local.saying("zero"));

        assertThat(zero.end()).isNotNull();
        assertThat(one.isEnded()).isFalse();
    }

    @Test
    void aSessionIsOverWhenItsAgentSaidGoodbyeOnEachLink() throws Exception {
        TestAgent zero = relay.agent("demo", Local.saying("zero"));
        TestAgent one = comeBack(zero, 1, Local.saying("one"));
        zero.drain();
        zero.end();
        RawVisitor visitor = relay.visitor().send(GET);
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("one");

        one.drain();
        one.end();
        await().untilAsserted(
                        () ->
                                assertThat(relay.visitor().send(GET).readHead().status())
                                        .isEqualTo(404));
    }

    /// An agent that has just lost its only link.
    private TestAgent away() throws Exception {
        TestAgent agent = relay.agent("demo", Local.silent());
        agent.close();
        await().until(() -> relay.relay().connectedSessions() == 0);
        return agent;
    }

    private TestAgent comeBack(TestAgent agent, int number, Local local) throws Exception {
        return relay.agent("demo", local, agent.resume("Portsicle-Link: " + number));
    }

    private void awaitParked(int count) {
        await().until(() -> relay.relay().waitingVisitors() == count);
    }

    private void restart(SessionLimits limits) throws Exception {
        relay.close();
        relay = start(RelayConfig.builder().limits(RelayLimits.DEFAULT.withSessions(limits)));
    }
}

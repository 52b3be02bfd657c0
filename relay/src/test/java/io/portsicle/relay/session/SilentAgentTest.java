package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// An agent whose machine lost its power: nothing is closed, and nothing comes any longer.
class SilentAgentTest {
    private static final String UPGRADE =
            """
            GET /.well-known/portsicle/tunnel HTTP/1.1
            Host: 127.0.0.1
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: portsicle.h2
            Portsicle-Name: demo

            """;

    @Test
    void itIsNoticedWithinFifteenSecondsAndNothingOfItStaysBehind() throws Exception {
        try (RunningRelay relay = RunningRelay.start()) {
            RawVisitor agent = relay.visitor().send(UPGRADE);
            assertThat(agent.readHead().status()).isEqualTo(101);
            assertThat(relay.relay().connectedSessions()).isEqualTo(1);

            await().atMost(Duration.ofSeconds(17))
                    .until(() -> relay.relay().connectedSessions() == 0);
            await("its connection is closed").until(() -> relay.relay().connections() == 0);
        }
    }

    @Test
    void aNewerAgentOfTheSameOwnerNeedNotWaitThatLong() throws Exception {
        try (RunningRelay relay = RunningRelay.start()) {
            RawVisitor ghost = relay.visitor().send(UPGRADE);
            assertThat(ghost.readHead().status()).isEqualTo(101);
            RawVisitor.Head first = relay.visitor().send(UPGRADE).readHead();
            assertThat(first.status()).isEqualTo(409);
            assertThat(first.field("retry-after")).isEqualTo("2");

            await().atMost(Duration.ofSeconds(3))
                    .until(() -> relay.visitor().send(UPGRADE).readHead().status() == 101);
        }
    }

    @Test
    void anAgentThatIsThereKeepsItsName() throws Exception {
        try (RunningRelay relay = RunningRelay.start()) {
            relay.agent("demo", Local.saying("first"));
            assertThat(relay.visitor().send(UPGRADE).readHead().field("retry-after"))
                    .isEqualTo("2");

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(4))
                    .untilAsserted(
                            () -> {
                                RawVisitor.Head again = relay.visitor().send(UPGRADE).readHead();
                                assertThat(again.status()).isEqualTo(409);
                                assertThat(again.field("retry-after")).isEmpty();
                            });
        }
    }
}

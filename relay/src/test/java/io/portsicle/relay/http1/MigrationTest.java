package io.portsicle.relay.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Agents are spread over the event loops, so that a visitor who asks each of them moves all the
/// time.
class MigrationTest {
    private static final int ENDPOINTS = 4;
    private static final int VISITORS = 32;
    private static final int ROUNDS = 25;

    private final RunningRelay relay = start(RelayConfig.builder().threads(3));
    private final List<Local> locals = new ArrayList<>();

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @BeforeEach
    void connect() throws Exception {
        for (int i = 0; i < ENDPOINTS; i++) {
            Local local = Local.answering(MigrationTest::echoWhenEnded);
            locals.add(local);
            relay.agent("e" + i, local);
        }
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void aConnectionThatMovesWithEachRequestLosesNothing() throws Exception {
        inParallel(
                visitor -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        String body = "visitor " + visitor.hashCode() + " round " + i;
                        visitor.send(post(i, body.length()) + body);
                        assertThat(visitor.readBody(visitor.readHead())).isEqualTo(body);
                    }
                });
    }

    @Test
    void pipelinedRequestsForDifferentLoopsAreAnsweredInOrder() throws Exception {
        inParallel(
                visitor -> {
                    StringBuilder requests = new StringBuilder();
                    for (int i = 0; i < ROUNDS; i++) {
                        requests.append(post(i, 2)).append(10 + i);
                    }
                    visitor.send(requests.toString());
                    for (int i = 0; i < ROUNDS; i++) {
                        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("" + (10 + i));
                    }
                });
    }

    @Test
    void bytesThatComeWhileTheConnectionMovesAreKept() throws Exception {
        inParallel(
                visitor -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        visitor.send(post(i, 3));
                        for (byte b : "abc".getBytes(StandardCharsets.US_ASCII)) {
                            visitor.send(new byte[] {b});
                        }
                        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("abc");
                    }
                });
    }

    @Test
    void visitorsWhoLeaveWhileTheyMoveLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 300; i++) {
            RawVisitor visitor = RawVisitor.connect(relay.uri());
            visitor.send(post(i, 10) + "abc");
            if (i % 2 == 0) {
                visitor.abort();
            } else {
                visitor.close();
            }
        }

        await().untilAsserted(
                        () -> {
                            for (Local local : locals) {
                                assertThat(local.running()).isZero();
                            }
                        });
        RawVisitor visitor = relay.visitor().send(post(0, 2) + "ok");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("ok");
    }

    private interface Visit {
        void by(RawVisitor visitor) throws IOException;
    }

    private void inParallel(Visit visit) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> visits = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                Callable<Boolean> task =
                        () -> {
                            try (RawVisitor visitor = RawVisitor.connect(relay.uri())) {
                                visit.by(visitor);
                                return true;
                            }
                        };
                visits.add(threads.submit(task));
            }
            for (Future<Boolean> each : visits) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static String post(int round, int length) {
        return "POST / HTTP/1.1\nHost: e%d.localhost\nContent-Length: %d\n\n"
                .formatted(round % ENDPOINTS, length);
    }

    private static void echoWhenEnded(Local.Exchange exchange) {
        exchange.whenEnded(() -> exchange.respond("200", exchange.body()));
    }
}

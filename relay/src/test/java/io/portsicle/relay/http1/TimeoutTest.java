package io.portsicle.relay.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.session.SessionLimits;
import io.portsicle.relay.tls.TlsLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

class TimeoutTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);

    private RunningRelay relay;

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void aVisitorWhoSaysNothingIsClosed() throws Exception {
        start(SHORT, LONG, LONG);

        assertThat(relay.visitor().isClosed()).isTrue();
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsGivenUp() throws Exception {
        start(SHORT, LONG, LONG);
        RawVisitor visitor = relay.visitor().send("GET / HTTP/1.1\nHost:");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(408);
        assertThat(head.field("portsicle-error")).isEqualTo("request-timeout");
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        start(LONG, SHORT, LONG);
        RawVisitor visitor = relay.visitor().send("GET /healthz HTTP/1.1\nHost: a\n\n");

        visitor.readBody(visitor.readHead());
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws Exception {
        start(LONG, LONG, SHORT);
        relay.agent("demo", Local.silent());
        RawVisitor visitor =
                relay.visitor()
                        .send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 5\n\nabc");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(408);
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void aServerThatTakesItsTimeIsNobodysFault() throws Exception {
        start(LONG, LONG, SHORT);
        Local local = Local.silent();
        relay.agent("demo", local);
        RawVisitor visitor = relay.visitor().send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
        Local.Exchange exchange = local.next();
        RawVisitor other =
                relay.visitor()
                        .send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 5\n\nabc");
        assertThat(other.readHead().status()).isEqualTo(408); // the time has passed for everybody

        exchange.respond("200", "late");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("late");
    }

    @Test
    void aVisitorWhoTakesNothingIsCut() throws Exception {
        start(LONG, LONG, SHORT);
        Local local = Local.silent();
        relay.agent("demo", local);
        RawVisitor visitor = relay.smallVisitor().send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
        Local.Exchange exchange = local.next().head("200");
        exchange.data("x".repeat(20_000_000), true);

        await().until(() -> exchange.end() != null);
        assertThatThrownBy(visitor::readToEnd).isInstanceOf(IOException.class);
    }

    private void start(Duration head, Duration idle, Duration stall) {
        VisitorLimits defaults = VisitorLimits.DEFAULT;
        VisitorLimits limits =
                new VisitorLimits(
                        defaults.headBytes(),
                        defaults.headFields(),
                        head,
                        idle,
                        defaults.lastRequestTimeout(),
                        stall,
                        defaults.lingerTimeout(),
                        defaults.lingerBytes(),
                        defaults.connections(),
                        defaults.connectionsPerAddress(),
                        defaults.http2());
        relay =
                start(
                        RelayConfig.builder()
                                .limits(
                                        new RelayLimits(
                                                limits,
                                                SessionLimits.DEFAULT,
                                                TlsLimits.DEFAULT,
                                                Duration.ofSeconds(1))));
    }
}

package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Http2Client;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// A session with a link on each of two event loops, where visitors are in turn: who shares the
/// first link once both loops have little to do.
class SharedLinkTest {
    private final RunningRelay relay = RunningRelay.start(RelayConfig.builder().threads(2));

    @BeforeEach
    void connect() throws Exception {
        relay.twoLinks("demo");
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void visitorsOfHttp11ComeTogetherAndThoseOfHttp2StayWhereTheyAre() throws Exception {
        RawVisitor one = relay.visitor();
        RawVisitor other = relay.visitor();
        assertThat(ask(one)).isNotEqualTo(ask(other));
        await().untilAsserted(
                        () -> {
                            assertThat(ask(one)).isEqualTo("first");
                            assertThat(ask(other)).isEqualTo("first");
                        });

        Http2Client many = relay.add(Http2Client.connect(relay.uri(), "demo.localhost"));
        Http2Client more = relay.add(Http2Client.connect(relay.uri(), "demo.localhost"));
        for (int i = 0; i < 2 * UsualLink.STAYS_FROM; i++) {
            assertThat(many.get("/").wholeBody()).isNotEqualTo(more.get("/").wholeBody());
        }
        assertThat(ask(other)).isEqualTo("first");
    }

    private static String ask(RawVisitor visitor) throws IOException {
        visitor.send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
        return visitor.readBody(visitor.readHead());
    }
}

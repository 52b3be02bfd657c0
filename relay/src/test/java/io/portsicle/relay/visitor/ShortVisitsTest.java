package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Visitors of a session with two links, which live on two event loops.
class ShortVisitsTest {
    private static final String GET = "GET / HTTP/1.1\nHost: demo.localhost\n";
    private static final int IN_A_ROW = 30;
    private static final int MOST_VISITS = 3_000;

    private final RunningRelay relay = RunningRelay.start(RelayConfig.builder());

    @BeforeEach
    void connect() throws Exception {
        relay.twoLinks("demo");
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void whoComesForOneRequestIsSoonServedWhereAllOthersAre() throws Exception {
        List<String> links = new ArrayList<>();

        while (links.size() < MOST_VISITS && linksOf(links, IN_A_ROW).size() != 1) {
            links.add(visit());
        }

        assertThat(linksOf(links, IN_A_ROW)).hasSize(1);
        assertThat(links).contains("first", "second");
    }

    @Test
    void whoComesForTwoRequestsIsServedByEitherLinkInTurn() throws Exception {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < 2 * IN_A_ROW; i++) {
            try (RawVisitor visitor = relay.visitor()) {
                visitor.send(GET + "\n");
                links.add(visitor.readBody(visitor.readHead()));
                visitor.send(GET + "\n");
                visitor.readBody(visitor.readHead());
            }
        }

        assertThat(linksOf(links, IN_A_ROW)).containsExactlyInAnyOrder("first", "second");
    }

    private String visit() throws IOException {
        try (RawVisitor visitor = relay.visitor()) {
            visitor.send(GET + "Connection: close\n\n");
            return visitor.readBody(visitor.readHead());
        }
    }

    /// The links of the last visits; of too few, none.
    private static Set<String> linksOf(List<String> visits, int last) {
        int from = visits.size() - last;
        return from < 0 ? Set.of() : new HashSet<>(visits.subList(from, visits.size()));
    }
}

package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.NodeEchoServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.network.TlsDoor;
import io.portsicle.acceptance.visitor.Autobahn;
import io.portsicle.acceptance.visitor.Autobahn.Verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// WebSocket through the tunnel, judged by the Autobahn suite: each case has the result that it has
/// without a tunnel.
@Tag("conformance")
class AutobahnTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String DIRECT = "direct";
    private static final Map<String, Set<String>> SECTIONS =
            Map.of(
                    "frames, fragments, UTF-8, closing (1 to 7, 10)",
                    Set.of("1", "2", "3", "4", "5", "6", "7", "10"));
    private static final Map<String, Set<String>> LONG_SECTIONS =
            Map.of(
                    "messages of up to 16 MiB, fragments of 64 bytes (9)",
                    Set.of("9"),
                    "compression, a thousand messages each (12, 13)",
                    Set.of("12", "13"));
    private static final List<String> SOME_COMPRESSION = List.of("12.1.1", "13.1.1", "13.3.1");

    /// The suite knows no TLS on Jython, so a door does it for the suite.
    @Test
    void eachCaseIsAsWithoutATunnel() {
        try (NodeEchoServer server = NodeEchoServer.start();
                Tunnel plain = Door.PLAIN.to(server.port(), AUTHORITY);
                Tunnel tls = Door.TLS.to(server.port(), AUTHORITY, "--name", "demo");
                TlsDoor tlsDoor = TlsDoor.to(tls.url(), AUTHORITY.trust())) {
            var servers = new LinkedHashMap<String, URI>();
            servers.put(DIRECT, URI.create("ws://127.0.0.1:" + server.port() + "/"));
            servers.put(Door.PLAIN.toString(), webSocket(plain.url(), plain.url().getPort()));
            servers.put(Door.TLS.toString(), webSocket(tls.url(), tlsDoor.port()));

            Map<String, Map<String, Verdict>> verdicts = run(servers);

            Map<String, Verdict> direct = verdicts.get(DIRECT);
            assertThat(direct).isNotEmpty();
            for (Door door : Door.values()) {
                assertThat(verdicts.get(door.toString())).as("%s", door).isEqualTo(direct);
                state(door, direct.keySet());
            }
        }
    }

    private static URI webSocket(URI url, int port) {
        return URI.create("ws://" + url.getHost() + ":" + port + "/");
    }

    private static Map<String, Map<String, Verdict>> run(Map<String, URI> servers) {
        if (Conformance.isOfAllCases()) {
            return Autobahn.installed().verdicts(servers, List.of("*"), Duration.ofHours(8));
        }
        Stream<String> quick =
                SECTIONS.values().stream().flatMap(Set::stream).map(section -> section + ".*");
        return Autobahn.installed()
                .verdicts(
                        servers,
                        Stream.concat(quick, SOME_COMPRESSION.stream()).toList(),
                        Duration.ofMinutes(10));
    }

    private static void state(Door door, Set<String> cases) {
        var sections = new HashMap<>(SECTIONS);
        if (Conformance.isOfAllCases()) {
            sections.putAll(LONG_SECTIONS);
        }
        sections.forEach(
                (what, numbers) ->
                        Conformance.row(
                                "Autobahn",
                                Autobahn.VERSION,
                                what + "; " + door,
                                "%1$d of %1$d cases as without the tunnel"
                                        .formatted(count(cases, numbers))));
    }

    private static long count(Set<String> cases, Set<String> sections) {
        return cases.stream()
                .filter(number -> sections.contains(number.substring(0, number.indexOf('.'))))
                .count();
    }
}

package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.smuggling.ByteText;
import io.portsicle.acceptance.smuggling.Http1Case;
import io.portsicle.acceptance.smuggling.Reception;
import io.portsicle.acceptance.smuggling.Recorder;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The corpus of messages that two programs could read in two ways: each is refused, or means the
/// same to the relay and to the local server, byte for byte. A plain request follows each of them,
/// on the same connection where that lives on: it must be served as if nothing had been before it.
class SmugglingTest {
    private static final String PROBE = "GET /probe HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n";
    private static final String PROBE_RECEIVED =
            "GET /probe HTTP/1.1\\r\\nHost: {local}\\r\\n{forwarded}\\r\\n";

    @AutoClose private static final Recorder LOCAL = Recorder.start();

    @AutoClose
    private static final Tunnel TUNNEL =
            Tunnel.to(LOCAL.port(), "--links", "1", "--name", "corpus");

    /// How a visitor writes its bytes.
    @FunctionalInterface
    private interface Pace {
        void send(RawVisitor visitor, byte[] bytes) throws IOException;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http1")
    void aRequestMeansOneThing(Http1Case request) throws IOException {
        play(request, RawVisitor::send);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http1")
    void aRequestMeansTheSameByteByByte(Http1Case request) throws IOException {
        play(request, RawVisitor::sendBitByBit);
    }

    @Test
    void theCorpusIsLargeEnough() {
        assertThat(http1()).hasSizeGreaterThanOrEqualTo(80);
    }

    static List<Http1Case> http1() {
        return Http1Case.all();
    }

    private static void play(Http1Case request, Pace pace) throws IOException {
        LOCAL.begin(request.answer());
        try (RawVisitor visitor = TUNNEL.visitor()) {
            pace.send(visitor, request.sent().bytes(values()));
            if (request.ends()) {
                visitor.endSending();
            }
            assertThat(statuses(visitor, request.statuses().size())).isEqualTo(request.statuses());
            switch (request.ending()) {
                case KEPT -> probe(visitor);
                case CLOSED -> {
                    assertThat(visitor.readToEnd()).as("behind the answers").isEmpty();
                    probeAnew();
                }
            }
        }
        assertReceived(request.reception());
    }

    /// The final statuses of so many answers.
    private static List<Integer> statuses(RawVisitor visitor, int count) throws IOException {
        var statuses = new ArrayList<Integer>();
        while (statuses.size() < count) {
            RawHead head = visitor.readHead();
            visitor.body(head).transferTo(OutputStream.nullOutputStream());
            if (head.status() >= 200) {
                statuses.add(head.status());
            }
        }
        return statuses;
    }

    private static void probeAnew() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            probe(visitor);
        }
    }

    private static void probe(RawVisitor visitor) throws IOException {
        visitor.send(new ByteText(PROBE).bytes(values()));
        assertThat(statuses(visitor, 1)).as("the answer to a plain request").containsExactly(200);
    }

    private static void assertReceived(Reception reception) {
        List<String> received = LOCAL.received();
        String probe =
                new String(
                        new ByteText(PROBE_RECEIVED).bytes(values()), StandardCharsets.ISO_8859_1);
        assertThat(received).as("what the local server received").contains(probe);
        received.remove(received.lastIndexOf(probe));
        reception.assertIs(String.join("", received), values());
    }

    private static Map<String, String> values() {
        String host = TUNNEL.url().getAuthority();
        String scheme = TUNNEL.url().getScheme();
        String from =
                """
                X-Forwarded-For: 127.0.0.1
                X-Forwarded-Proto: %s
                X-Forwarded-Host: %s
                Forwarded: for=127.0.0.1;proto=%s;host="%s"
                """
                        .formatted(scheme, host, scheme, host)
                        .replace("\n", "\r\n");
        return Map.of(
                "host",
                host,
                "scheme",
                scheme,
                "local",
                "localhost:" + LOCAL.port(),
                "from",
                from,
                "forwarded",
                from + "Via: 1.1 portsicle\r\n",
                "smuggled",
                "GET /smuggled HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }
}

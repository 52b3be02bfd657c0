package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.smuggling.ByteText;
import io.portsicle.acceptance.smuggling.Http1Case;
import io.portsicle.acceptance.smuggling.Recorder;
import io.portsicle.acceptance.smuggling.Scene;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The corpus of messages that two programs could read in two ways, from visitors of HTTP/1.1: each
/// is refused, or means the same to the relay and to the local server, byte for byte.
@Tag("conformance")
@ParameterizedClass
@EnumSource
class SmugglingTest {
    private static final ByteText PROBE =
            new ByteText("GET /probe HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n");

    /// How visitors send what a case says.
    enum Way {
        AT_ONCE(Door.PLAIN, RawVisitor::send),
        BIT_BY_BIT(Door.PLAIN, RawVisitor::sendBitByBit),
        AT_ONCE_OVER_TLS(Door.TLS, RawVisitor::send);

        private final Door door;
        private final Pace pace;

        Way(Door door, Pace pace) {
            this.door = door;
            this.pace = pace;
        }
    }

    @FunctionalInterface
    private interface Pace {
        void send(RawVisitor visitor, byte[] bytes) throws IOException;
    }

    @Parameter Way way;

    @AutoClose private static final Recorder LOCAL = Recorder.start();

    private static Tunnel tunnel;
    private static Scene scene;

    @BeforeParameterizedClassInvocation
    static void start(Way way) {
        tunnel =
                way.door.to(
                        LOCAL.port(), TestAuthority.create(), "--links", "1", "--name", "corpus");
        scene = new Scene(tunnel.url(), LOCAL, "1.1");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tunnel.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http1")
    void aRequestMeansOneThing(Http1Case request) throws IOException {
        LOCAL.begin(request.answer());
        try (RawVisitor visitor = tunnel.visitor()) {
            way.pace.send(visitor, request.sent().bytes(scene.values()));
            if (request.ends() && !request.isUpgraded()) {
                visitor.endSending();
            }
            assertThat(statuses(visitor, request.statuses().size())).isEqualTo(request.statuses());
            if (request.isUpgraded()) {
                visitor.endSending();
            }
            switch (request.ending()) {
                case KEPT -> probe(visitor);
                case CLOSED -> {
                    assertThat(visitor.readToEnd()).as("behind the answers").isEmpty();
                    probeAnew();
                }
            }
        }
        scene.assertReceived(request.reception());
    }

    @Test
    void theCorpusIsLargeEnough() {
        assertThat(http1()).hasSizeGreaterThanOrEqualTo(80);
        Conformance.row(
                "Request smuggling",
                "own corpus",
                "HTTP/1.1, " + way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                http1().size() + " cases are refused or mean one thing");
    }

    static List<Http1Case> http1() {
        return Http1Case.all();
    }

    /// The final statuses of so many answers.
    private static List<Integer> statuses(RawVisitor visitor, int count) throws IOException {
        var statuses = new ArrayList<Integer>();
        while (statuses.size() < count) {
            RawHead head = visitor.readHead();
            visitor.body(head).transferTo(OutputStream.nullOutputStream());
            if (head.status() >= 200 || head.status() == 101) {
                statuses.add(head.status());
            }
        }
        return statuses;
    }

    private static void probeAnew() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            probe(visitor);
        }
    }

    private static void probe(RawVisitor visitor) throws IOException {
        visitor.send(PROBE.bytes(scene.values()));
        assertThat(statuses(visitor, 1)).as("the answer to a plain request").containsExactly(200);
    }
}

package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.smuggling.Http2Case;
import io.portsicle.acceptance.smuggling.Recorder;
import io.portsicle.acceptance.smuggling.Scene;
import io.portsicle.acceptance.visitor.RawHttp2Visitor;
import io.portsicle.acceptance.wire.Http2Frame;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The corpus of messages that two programs could read in two ways, from visitors of HTTP/2: what
/// HTTP/1.1 would read in another way does not get there.
@Tag("conformance")
@ParameterizedClass
@EnumSource
class Http2SmugglingTest {
    @Parameter Door door;

    @AutoClose private static final Recorder LOCAL = Recorder.start();

    private static Tunnel tunnel;
    private static Scene scene;

    @BeforeParameterizedClassInvocation
    static void start(Door door) {
        tunnel = door.to(LOCAL.port(), TestAuthority.create(), "--links", "1", "--name", "corpus");
        scene = new Scene(tunnel.url(), LOCAL, "2.0");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tunnel.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http2")
    void aRequestMeansOneThing(Http2Case request) throws IOException {
        LOCAL.begin(request.answer());
        try (RawHttp2Visitor visitor = RawHttp2Visitor.of(tunnel.url())) {
            visitor.send(request.frames(scene.values()).toArray(Http2Frame[]::new));
            assertThat(outcomes(visitor, request.outcomes())).isEqualTo(request.outcomes());
            if (request.ending().equals("kept")) {
                probe(visitor, request.nextStream());
            } else {
                assertThat(visitor.ending()).isEqualTo(request.ending());
                probeAnew();
            }
            scene.assertReceived(request.reception());
        }
    }

    @Test
    void theCorpusIsLargeEnough() {
        assertThat(http2()).hasSizeGreaterThanOrEqualTo(40);
        Conformance.row(
                "Request smuggling",
                "own corpus",
                "HTTP/2 to a server of HTTP/1.1; " + door,
                http2().size() + " cases are refused or mean one thing");
    }

    static List<Http2Case> http2() {
        return Http2Case.all();
    }

    private static Map<Integer, String> outcomes(
            RawHttp2Visitor visitor, Map<Integer, String> expected) throws IOException {
        var outcomes = new LinkedHashMap<Integer, String>();
        for (Map.Entry<Integer, String> stream : expected.entrySet()) {
            boolean goesOn = stream.getValue().endsWith(" open");
            outcomes.put(
                    stream.getKey(),
                    goesOn ? visitor.opened(stream.getKey()) : visitor.outcome(stream.getKey()));
        }
        return outcomes;
    }

    private static void probeAnew() throws IOException {
        try (RawHttp2Visitor visitor = RawHttp2Visitor.of(tunnel.url())) {
            probe(visitor, 1);
        }
    }

    private static void probe(RawHttp2Visitor visitor, int stream) throws IOException {
        assertThat(visitor.get(stream, "/probe").outcome(stream))
                .as("the answer to a plain request")
                .isEqualTo("200");
    }
}

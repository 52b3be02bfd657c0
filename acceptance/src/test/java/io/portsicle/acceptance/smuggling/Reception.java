package io.portsicle.acceptance.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What the local server must have received: the requests that reached it, as they stood on the
/// wire, in their order. Chunks of one body count as one.
public sealed interface Reception {
    /// Fails where this was not received; `values` are those of the names in the texts.
    void assertIs(String received, Map<String, String> values);

    /// These bytes, none more and none less.
    record Exactly(ByteText bytes) implements Reception {
        @Override
        public void assertIs(String received, Map<String, String> values) {
            assertThat(shown(received))
                    .as("what the local server received")
                    .isEqualTo(ByteText.show(bytes.bytes(values)));
        }
    }

    /// These bytes or a beginning of them, on a connection that was broken off then: the fault came
    /// when the request was on its way.
    record AtMost(ByteText bytes) implements Reception {
        @Override
        public void assertIs(String received, Map<String, String> values) {
            String most = new String(bytes.bytes(values), StandardCharsets.ISO_8859_1);
            assertThat(shown(RequestText.unframed(most)))
                    .as("the most that the local server may receive")
                    .startsWith(shown(RequestText.unframed(received)));
        }
    }

    /// Reads `local: nothing`, `local:` with a block, or `local at most:` with a block.
    static Reception of(CaseText text) {
        if (text.has("local at most")) {
            return new AtMost(text.bytes("local at most"));
        }
        return text.block("local").equals(List.of("nothing"))
                ? new Exactly(new ByteText(""))
                : new Exactly(text.bytes("local"));
    }

    private static String shown(String text) {
        return ByteText.show(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

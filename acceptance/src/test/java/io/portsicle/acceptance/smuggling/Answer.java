package io.portsicle.acceptance.smuggling;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What the local server says to each request, and when: once it has all of it, or `isEarly`, when
/// it has the head.
public record Answer(ByteText text, boolean isEarly) {
    static final Answer USUAL =
            new Answer(new ByteText("HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"), false);

    static Optional<Answer> of(CaseText text) {
        for (String key : new String[] {"answer", "early answer"}) {
            if (text.has(key)) {
                return Optional.of(new Answer(text.bytes(key), key.startsWith("early")));
            }
        }
        return Optional.empty();
    }

    byte[] bytes() {
        return text.bytes(Map.of());
    }

    /// Behind it the connection speaks another protocol.
    boolean isUpgrade() {
        return new String(bytes(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101 ");
    }
}

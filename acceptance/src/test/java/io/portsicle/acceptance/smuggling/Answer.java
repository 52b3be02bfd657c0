package io.portsicle.acceptance.smuggling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// What the local server says to each request, and when: once it has all of it, or `isEarly`, when
/// it has the head.
public record Answer(ByteText text, boolean isEarly) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

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

    /// What it says to this request; `{accept}` is what a WebSocket's key asks for.
    byte[] to(String request) {
        return text.bytes(Map.of("accept", accept(request)));
    }

    /// Behind it the connection speaks another protocol.
    boolean isUpgrade() {
        return text.text().startsWith("HTTP/1.1 101 ");
    }

    /// RFC 6455, 4.2.2.
    private static String accept(String request) {
        Matcher key = RequestText.WEBSOCKET_KEY.matcher(request);
        String asked = key.find() ? key.group(1) : "";
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((asked + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

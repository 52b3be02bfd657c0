package io.portsicle.acceptance.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Where a case is played: the public URL and the local server behind it.
///
/// A plain request follows each case, the probe: it must reach the local server as if nothing had
/// been before it.
///
/// @param httpVersion the visitor's, as Via tells it
public record Scene(URI url, Recorder local, String httpVersion) {
    private static final ByteText PROBE_RECEIVED =
            new ByteText("GET /probe HTTP/1.1\\r\\nHost: {local}\\r\\n{forwarded}\\r\\n");

    /// What stands for the names in the texts of cases.
    public Map<String, String> values() {
        String host = url.getAuthority();
        String from =
                """
                X-Forwarded-For: 127.0.0.1
                X-Forwarded-Proto: %s
                Forwarded: for=127.0.0.1;proto=%s;host="%s"
                """
                        .formatted(url.getScheme(), url.getScheme(), host)
                        .replace("\n", "\r\n");
        return Map.of(
                "host",
                host,
                "scheme",
                url.getScheme(),
                "local",
                "localhost:" + local.port(),
                "from",
                from,
                "forwarded",
                from + "Via: " + httpVersion + " portsicle\r\n",
                "smuggled",
                "GET /smuggled HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    /// Fails unless the local server received the probe, and besides it what the case says.
    public void assertReceived(Reception reception) {
        Map<String, String> values = values();
        String probe = new String(PROBE_RECEIVED.bytes(values), StandardCharsets.ISO_8859_1);
        List<String> received = local.received();
        assertThat(received).as("what the local server received").contains(probe);
        received.remove(received.lastIndexOf(probe));
        reception.assertIs(String.join("", received), values);
    }
}

package io.portsicle.acceptance.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the messages of one connection, one after another.
public final class WireReader {
    private final InputStream in;

    public WireReader(InputStream in) {
        this.in = new BufferedInputStream(in, 65_536);
    }

    /// The next head, or nothing when the peer has ended the connection between two messages.
    public Optional<RawHead> readHead() throws IOException {
        var head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && endsWithBlankLine(head)) {
                return Optional.of(RawHead.parse(head.toString(StandardCharsets.ISO_8859_1)));
            }
        }
        if (head.size() > 0) {
            throw new EOFException(
                    "ended within a head: " + head.toString(StandardCharsets.ISO_8859_1));
        }
        return Optional.empty();
    }

    /// A request's body: it has none unless its head says how long it is.
    public InputStream requestBody(RawHead head) {
        return body(head, InputStream.nullInputStream());
    }

    /// A response's body: it goes on to the end of the connection unless its head says how long it
    /// is.
    public InputStream responseBody(RawHead head) {
        boolean bare = head.status() < 200 || head.status() == 204 || head.status() == 304;
        return bare ? InputStream.nullInputStream() : body(head, in);
    }

    /// Everything up to the end of the connection.
    public InputStream rest() {
        return in;
    }

    private InputStream body(RawHead head, InputStream otherwise) {
        if (head.has("transfer-encoding", "chunked")) {
            return new ChunkedInput(in);
        }
        return head.value("content-length")
                .<InputStream>map(length -> new LengthInput(in, Long.parseLong(length)))
                .orElse(otherwise);
    }

    private static boolean endsWithBlankLine(ByteArrayOutputStream head) {
        byte[] bytes = head.size() < 4 ? new byte[4] : head.toByteArray();
        int end = bytes.length;
        return bytes[end - 4] == '\r'
                && bytes[end - 3] == '\n'
                && bytes[end - 2] == '\r'
                && bytes[end - 1] == '\n';
    }
}

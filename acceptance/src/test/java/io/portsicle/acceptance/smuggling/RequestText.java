package io.portsicle.acceptance.smuggling;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first request in what a connection brought, one character for each byte: `text` is the
/// request with its chunks made one, `length` how many characters it took.
///
/// It reads what our own agent writes, and nothing else: where the framing looks different, all
/// that is there counts as the request, so that it can't be what was expected.
record RequestText(String text, int length) {
    static final Pattern WEBSOCKET_KEY =
            Pattern.compile("\r\nSec-WebSocket-Key: (\\S+)\r\n", Pattern.CASE_INSENSITIVE);

    private static final String BLANK_LINE = "\r\n\r\n";
    private static final Pattern CHUNKED =
            Pattern.compile("\r\nTransfer-Encoding: chunked\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH =
            Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-f]+)\r\n");

    /// As the corpus writes it: the key of a WebSocket, which our agent draws, is `any`.
    String asWritten() {
        return WEBSOCKET_KEY.matcher(text).replaceFirst("\r\nSec-WebSocket-Key: any\r\n");
    }

    /// Nothing while the request is not complete.
    static Optional<RequestText> first(String received) {
        int head = headLength(received);
        if (head < 0) {
            return Optional.empty();
        }
        if (CHUNKED.matcher(received.substring(0, head)).find()) {
            return chunked(received, head);
        }
        Matcher length = LENGTH.matcher(received.substring(0, head));
        int end = head + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        return end > received.length()
                ? Optional.empty()
                : Optional.of(new RequestText(received.substring(0, end), end));
    }

    /// Where the first head ends, or -1 while it is not complete.
    static int headLength(String received) {
        int end = received.indexOf(BLANK_LINE);
        return end < 0 ? -1 : end + BLANK_LINE.length();
    }

    /// The head of a request and as much of its body as is there, without the framing of chunks:
    /// for requests that were broken off.
    static String unframed(String received) {
        int head = headLength(received);
        if (head < 0 || !CHUNKED.matcher(received.substring(0, head)).find()) {
            return received;
        }
        var text = new StringBuilder(received.substring(0, head));
        Matcher size = CHUNK_SIZE.matcher(received);
        for (int at = head; size.find(at) && size.start() == at; ) {
            int end = size.end() + Integer.parseInt(size.group(1), 16);
            text.append(received, size.end(), Math.min(end, received.length()));
            at = Math.min(end + 2, received.length());
        }
        return text.toString();
    }

    private static Optional<RequestText> chunked(String received, int head) {
        var body = new StringBuilder();
        Matcher size = CHUNK_SIZE.matcher(received);
        int at = head;
        while (size.find(at)) {
            if (size.start() != at) {
                return Optional.of(new RequestText(received, received.length()));
            }
            int bytes = Integer.parseInt(size.group(1), 16);
            if (bytes == 0) {
                return last(received, head, body.toString(), size.end());
            }
            at = size.end() + bytes + "\r\n".length();
            if (at > received.length()) {
                return Optional.empty();
            }
            body.append(received, size.end(), size.end() + bytes);
        }
        return Optional.empty();
    }

    /// Behind the last chunk, whose line ends at `at`, come trailers and an empty line.
    private static Optional<RequestText> last(String received, int head, String body, int at) {
        int end = received.startsWith("\r\n", at) ? at + 2 : received.indexOf(BLANK_LINE, at) + 4;
        if (end < at + 2) {
            return Optional.empty();
        }
        String chunk =
                body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
        String text = received.substring(0, head) + chunk + "0\r\n" + received.substring(at, end);
        return Optional.of(new RequestText(text, end));
    }
}

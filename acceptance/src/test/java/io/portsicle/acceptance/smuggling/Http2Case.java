package io.portsicle.acceptance.smuggling;

import io.portsicle.acceptance.wire.Http2Frame;
import io.portsicle.acceptance.wire.RawField;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a visitor of HTTP/2 sends on one connection, and what has to come of it: the outcome of
/// each stream, what becomes of the connection, and what the local server received.
///
/// The local server says `answer` where that is given, else 200.
///
/// @param outcomes what becomes of streams, as [io.portsicle.acceptance.visitor.RawHttp2Visitor]
///   says it
/// @param ending `kept`, or how the relay ends the connection
public record Http2Case(
        String name,
        List<Written> frames,
        Map<Integer, String> outcomes,
        String ending,
        Reception reception,
        Optional<Answer> answer) {
    private static final Set<String> KEYS =
            Set.of(
                    "case",
                    "why",
                    "frames",
                    "answer",
                    "early answer",
                    "relay",
                    "local",
                    "local at most");

    private static final String INDENT = "  ";
    private static final byte[] CANCEL = {0, 0, 0, 8};

    /// A frame as it is written: `HEADERS 1 END_STREAM`, and the lines below it.
    record Written(Http2Frame.Type type, int stream, Set<String> flags, List<ByteText> lines) {}

    /// All cases of the corpus.
    public static List<Http2Case> all() {
        return CaseText.ofFolder("http2").stream().map(Http2Case::of).toList();
    }

    static Http2Case of(CaseText text) {
        text.expectOnly(KEYS);
        text.line("why");
        String[] verdict = text.line("relay").split(", ");
        var outcomes = new LinkedHashMap<Integer, String>();
        for (String stream : Arrays.asList(verdict).subList(0, verdict.length - 1)) {
            int space = stream.indexOf(' ');
            outcomes.put(Integer.valueOf(stream.substring(0, space)), stream.substring(space + 1));
        }
        return new Http2Case(
                text.origin() + " " + text.line("case"),
                written(text),
                outcomes,
                verdict[verdict.length - 1],
                Reception.of(text),
                Answer.of(text));
    }

    /// The frames with their bytes; `values` are those of the names in the texts.
    public List<Http2Frame> frames(Map<String, String> values) {
        var all = new ArrayList<Http2Frame>();
        for (Written frame : frames) {
            switch (frame.type()) {
                case HEADERS -> all.addAll(headers(frame, values));
                case DATA -> all.add(data(frame, values));
                case RST_STREAM ->
                        all.add(
                                new Http2Frame(
                                        Http2Frame.Type.RST_STREAM, 0, frame.stream(), CANCEL));
                default ->
                        throw new IllegalStateException(
                                frame.type() + " (expected: HEADERS, DATA or RST_STREAM)");
            }
        }
        return all;
    }

    /// A stream that no frame mentions.
    public int nextStream() {
        return frames.stream().mapToInt(Written::stream).max().orElse(-1) + 2;
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Written> written(CaseText text) {
        var frames = new ArrayList<Written>();
        for (String line : text.block("frames")) {
            if (line.startsWith(INDENT)) {
                frames.getLast().lines().add(text.bytes(List.of(line.substring(INDENT.length()))));
                continue;
            }
            String[] words = line.split(" ");
            frames.add(
                    new Written(
                            Http2Frame.Type.valueOf(words[0]),
                            Integer.parseInt(words[1]),
                            Set.of(Arrays.copyOfRange(words, 2, words.length)),
                            new ArrayList<>()));
        }
        return frames;
    }

    private static Http2Frame data(Written frame, Map<String, String> values) {
        var payload = new ByteArrayOutputStream();
        frame.lines().forEach(line -> payload.writeBytes(line.bytes(values)));
        int flags = frame.flags().contains("END_STREAM") ? Http2Frame.END_STREAM : 0;
        return new Http2Frame(Http2Frame.Type.DATA, flags, frame.stream(), payload.toByteArray());
    }

    /// One frame, or where the case says `SPLIT` two: HEADERS and a CONTINUATION.
    private static List<Http2Frame> headers(Written frame, Map<String, String> values) {
        byte[] block =
                Http2Frame.block(frame.lines().stream().map(line -> field(line, values)).toList());
        int ends = frame.flags().contains("END_STREAM") ? Http2Frame.END_STREAM : 0;
        if (!frame.flags().contains("SPLIT")) {
            return List.of(
                    new Http2Frame(
                            Http2Frame.Type.HEADERS,
                            ends | Http2Frame.END_HEADERS,
                            frame.stream(),
                            block));
        }
        int half = block.length / 2;
        return List.of(
                new Http2Frame(
                        Http2Frame.Type.HEADERS, ends, frame.stream(), Arrays.copyOf(block, half)),
                new Http2Frame(
                        Http2Frame.Type.CONTINUATION,
                        Http2Frame.END_HEADERS,
                        frame.stream(),
                        Arrays.copyOfRange(block, half, block.length)));
    }

    /// `NAME = VALUE`; the value may be missing.
    private static RawField field(ByteText line, Map<String, String> values) {
        int equals = line.text().indexOf(" =");
        String value = line.text().substring(equals + 2);
        return new RawField(
                text(new ByteText(line.text().substring(0, equals)), values),
                text(new ByteText(value.isEmpty() ? value : value.substring(1)), values));
    }

    private static String text(ByteText bytes, Map<String, String> values) {
        return new String(bytes.bytes(values), StandardCharsets.ISO_8859_1);
    }
}

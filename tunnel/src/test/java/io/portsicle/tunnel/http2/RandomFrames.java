package io.portsicle.tunnel.http2;

import static io.portsicle.tunnel.http2.FrameFormat.*;

import io.portsicle.tunnel.fuzz.Draft;

/// Makes a few HTTP/2 frames.
final class RandomFrames {
    private static final byte[] BREAKERS = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x20, 0x2c, 0x40, 0x7f, (byte) 0x80, (byte) 0xff
    };
    private static final int[] FLAGS = {
        0, END_STREAM, END_HEADERS, PADDED, PRIORITY_FLAG, 0x2d, 0xff
    };

    private RandomFrames() {}

    /// What begins a connection, and some frames more.
    static void put(Draft draft) {
        if (!draft.isOdd() || !draft.oneIn(4)) {
            putSettings(draft);
        }
        for (int frames = draft.below(5); frames > 0; frames--) {
            putFrame(draft);
        }
        draft.wound(BREAKERS);
    }

    private static void putFrame(Draft draft) {
        int start = draft.length();
        switch (draft.below(13)) {
            case 0, 1, 2 -> putData(draft);
            case 3, 4 -> start = putHeaders(draft);
            case 5 -> putHeader(draft, PRIORITY, 0, stream(draft)).put(draft.bits(), 5);
            case 6 -> putHeader(draft, RST_STREAM, 0, stream(draft)).put((long) draft.below(20), 4);
            case 7 -> putSettings(draft);
            case 8 -> putHeader(draft, SETTINGS, ACK, 0);
            case 9 -> putHeader(draft, PING, draft.oneIn(2) ? ACK : 0, 0).put(draft.bits(), 8);
            case 10 ->
                    putHeader(draft, GOAWAY, 0, 0)
                            .put(draft.bits(), 4)
                            .put((long) draft.below(16), 4)
                            .putRandom(draft.below(6));
            case 11 ->
                    putHeader(draft, WINDOW_UPDATE, 0, draft.oneIn(2) ? 0 : stream(draft))
                            .put(1L + draft.below(Integer.MAX_VALUE), 4);
            default ->
                    putHeader(
                                    draft,
                                    CONTINUATION + 1 + draft.below(20),
                                    draft.below(256),
                                    draft.below(3))
                            .putRandom(draft.below(10));
        }
        finish(draft, start);
    }

    private static Draft putHeader(Draft draft, int type, int flags, int stream) {
        return draft.put(0L, 3)
                .put(draft.isOdd() && draft.oneIn(4) ? draft.below(12) : type)
                .put(draft.isOdd() ? flags ^ FLAGS[draft.below(FLAGS.length)] : flags)
                .put(
                        draft.isOdd() && draft.oneIn(4)
                                ? draft.below(2)
                                : stream | (draft.oneIn(8) ? 1L << 31 : 0),
                        4);
    }

    /// Says the length; an odd frame lies, or has bytes more or less.
    private static void finish(Draft draft, int start) {
        if (draft.isOdd() && draft.oneIn(2)) {
            draft.putRandom(draft.below(3));
        }
        int length = draft.length() - start - HEADER_BYTES;
        if (draft.isOdd() && draft.oneIn(2)) {
            length =
                    draft.oneIn(3)
                            ? Http2Config.DEFAULT.maxFrameSize() - 4 + draft.below(10)
                            : Math.max(0, length + draft.below(5) - 2);
        }
        byte[] a = draft.bytes();
        a[start] = (byte) (length >>> 16);
        a[start + 1] = (byte) (length >>> 8);
        a[start + 2] = (byte) length;
    }

    private static void putData(Draft draft) {
        boolean padded = draft.oneIn(3);
        putHeader(draft, DATA, draft.below(2) | (padded ? PADDED : 0), stream(draft));
        putPadded(draft, padded, size(draft));
    }

    private static void putPadded(Draft draft, boolean padded, int size) {
        int padding = padded ? draft.below(6) : 0;
        if (padded) {
            draft.put(draft.isOdd() ? draft.below(256) : padding);
        }
        draft.putRandom(size);
        for (int i = 0; i < padding; i++) {
            draft.put(draft.isOdd() ? 1 : 0);
        }
    }

    private static int size(Draft draft) {
        return draft.oneIn(5000)
                ? Http2Config.DEFAULT.maxFrameSize() - 11 - draft.below(4)
                : draft.below(12);
    }

    /// HEADERS and its CONTINUATIONs; returns where the last of them starts.
    private static int putHeaders(Draft draft) {
        int start = draft.length();
        int stream = stream(draft);
        boolean padded = draft.oneIn(4);
        boolean priority = draft.oneIn(4);
        int continuations = draft.oneIn(3) ? 1 + draft.below(3) : 0;
        putHeader(
                draft,
                HEADERS,
                draft.below(2)
                        | (padded ? PADDED : 0)
                        | (priority ? PRIORITY_FLAG : 0)
                        | (continuations == 0 ? END_HEADERS : 0),
                stream);
        putHeadersPayload(draft, padded, priority, stream);
        for (int left = continuations; left > 0; left--) {
            finish(draft, start);
            start = draft.length();
            putHeader(draft, CONTINUATION, left == 1 ? END_HEADERS : 0, stream)
                    .putRandom(size(draft));
        }
        return start;
    }

    /// The pad length stands before the priority. A stream does not depend on itself.
    private static void putHeadersPayload(
            Draft draft, boolean padded, boolean priority, int stream) {
        int padding = padded ? draft.below(6) : 0;
        if (padded) {
            draft.put(draft.isOdd() ? draft.below(256) : padding);
        }
        if (priority) {
            draft.put(stream ^ 2L, 4).put((int) draft.bits());
        }
        draft.putRandom(size(draft));
        for (int i = 0; i < padding; i++) {
            draft.put(0);
        }
    }

    private static void putSettings(Draft draft) {
        int start = draft.length();
        putHeader(draft, SETTINGS, 0, 0);
        for (int left = draft.below(3); left > 0; left--) {
            int setting = 1 + draft.below(9);
            draft.put(setting, 2).put(draft.isOdd() ? draft.bits() : value(draft, setting), 4);
        }
        finish(draft, start);
    }

    private static long value(Draft draft, int setting) {
        return switch (setting) {
            case Http2Settings.ENABLE_PUSH, Http2Settings.ENABLE_CONNECT_PROTOCOL -> draft.below(2);
            case Http2Settings.MAX_FRAME_SIZE -> 16_384 + draft.below(100);
            default -> draft.below(Integer.MAX_VALUE);
        };
    }

    private static int stream(Draft draft) {
        return 1 + draft.below(4);
    }
}

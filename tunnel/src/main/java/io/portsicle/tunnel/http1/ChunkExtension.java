package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.FieldChars;

/// Checks the extensions of a chunk, `;name=value` (RFC 9112, 7.1.1), byte by byte. Nobody needs
/// them; but what a lax reader takes for a part of the extension, another takes for the end of the
/// line.
final class ChunkExtension {
    private static final int MAX_BYTES = 4096;

    private enum State {
        NAME_START,
        NAME,
        VALUE_START,
        VALUE,
        QUOTED,
        QUOTED_PAIR,
        QUOTED_END,
        INVALID
    }

    private State state = State.NAME_START;
    private int bytes;

    /// Begins behind the semicolon.
    void start() {
        state = State.NAME_START;
        bytes = 0;
    }

    /// Takes the next byte of the line; false when it can't stand there.
    boolean accept(byte b) {
        bytes++;
        state = bytes > MAX_BYTES ? State.INVALID : next(b);
        return state != State.INVALID;
    }

    /// Whether the line may end here.
    boolean mayEnd() {
        return state == State.NAME || state == State.VALUE || state == State.QUOTED_END;
    }

    private State next(byte b) {
        return switch (state) {
            case NAME_START -> isToken(b) ? State.NAME : State.INVALID;
            case NAME -> b == '=' ? State.VALUE_START : inToken(b, State.NAME);
            case VALUE_START -> b == '"' ? State.QUOTED : isToken(b) ? State.VALUE : State.INVALID;
            case VALUE -> inToken(b, State.VALUE);
            case QUOTED -> inQuotes(b);
            case QUOTED_PAIR -> isText(b) ? State.QUOTED : State.INVALID;
            case QUOTED_END -> b == ';' ? State.NAME_START : State.INVALID;
            case INVALID -> State.INVALID;
        };
    }

    private static State inToken(byte b, State same) {
        if (b == ';') {
            return State.NAME_START;
        }
        return isToken(b) ? same : State.INVALID;
    }

    private static State inQuotes(byte b) {
        return switch (b) {
            case '"' -> State.QUOTED_END;
            case '\\' -> State.QUOTED_PAIR;
            default -> isText(b) ? State.QUOTED : State.INVALID;
        };
    }

    private static boolean isToken(byte b) {
        return FieldChars.lowerTokenByte(b) != 0;
    }

    /// ASCII only: Netty 4.2 fails on other bytes.
    private static boolean isText(byte b) {
        return b >= 0 && !FieldChars.isControl(b);
    }
}

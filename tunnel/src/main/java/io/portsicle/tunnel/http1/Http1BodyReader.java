package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Takes the body of one message after another out of a connection's bytes, for requests and
/// responses alike.
///
/// Chunks are read strictly (RFC 9112, 7.1): digits without sign or prefix, CRLF only; extensions
/// are dropped. One per connection, reused; on the connection's event loop.
public final class Http1BodyReader {
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        DATA,
        DATA_UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_EXTENSION,
        CHUNK_SIZE_LF,
        CHUNK_DATA,
        CHUNK_DATA_CR,
        CHUNK_DATA_LF,
        TRAILERS,
        COMPLETE,
        INVALID
    }

    private final ChunkExtension extension = new ChunkExtension();
    private final Http1Limits trailerLimits;
    private @Nullable TrailerParser trailers;
    private State state = State.COMPLETE;
    private long remaining;
    private int sizeDigits;

    public Http1BodyReader() {
        this(Http1Limits.DEFAULT);
    }

    /// `limits` are those of the trailer section.
    public Http1BodyReader(Http1Limits limits) {
        trailerLimits = limits;
    }

    /// Begins with the body of the next message.
    public void start(BodyFraming framing) {
        if (trailers != null) {
            trailers.reset();
        }
        switch (framing) {
            case BodyFraming.None none -> state = State.COMPLETE;
            case BodyFraming.UntilClose untilClose -> state = State.DATA_UNTIL_CLOSE;
            case BodyFraming.Chunked chunked -> startChunk();
            case BodyFraming.Length length -> {
                remaining = length.bytes();
                state = remaining == 0 ? State.COMPLETE : State.DATA;
            }
        }
    }

    /// The next piece of the body, which is the caller's to release; null when more bytes are
    /// needed, or the body is complete or invalid. Call it until null comes: framing is consumed on
    /// the way.
    public @Nullable ByteBuf read(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case COMPLETE, INVALID -> {
                    return null;
                }
                case DATA_UNTIL_CLOSE -> {
                    return in.readRetainedSlice(in.readableBytes());
                }
                case DATA, CHUNK_DATA -> {
                    return data(in);
                }
                case TRAILERS -> {
                    if (!readTrailers(in)) {
                        return null;
                    }
                }
                default -> framing(in.readByte());
            }
        }
        return null;
    }

    /// Whether the whole body was read.
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /// Whether the peer broke the rules: the connection can't be used any longer.
    public boolean isInvalid() {
        return state == State.INVALID;
    }

    /// Whether the close of the connection is the end of this body. For every other body it is a
    /// cut.
    public boolean endsAtClose() {
        return state == State.DATA_UNTIL_CLOSE;
    }

    /// The trailers of a complete chunked body; mostly empty. Valid until the next start.
    public Fields trailers() {
        return trailerParser().fields();
    }

    private ByteBuf data(ByteBuf in) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        if (remaining == 0) {
            state = state == State.DATA ? State.COMPLETE : State.CHUNK_DATA_CR;
        }
        return in.readRetainedSlice(length);
    }

    private void framing(byte b) {
        state =
                switch (state) {
                    case CHUNK_SIZE -> sizeByte(b);
                    case CHUNK_EXTENSION -> extensionByte(b);
                    case CHUNK_SIZE_LF -> b == '\n' ? sizeRead() : State.INVALID;
                    case CHUNK_DATA_CR -> b == '\r' ? State.CHUNK_DATA_LF : State.INVALID;
                    case CHUNK_DATA_LF -> b == '\n' ? startChunk() : State.INVALID;
                    case DATA, DATA_UNTIL_CLOSE, CHUNK_DATA, TRAILERS, COMPLETE, INVALID -> state;
                };
    }

    private State startChunk() {
        remaining = 0;
        sizeDigits = 0;
        state = State.CHUNK_SIZE;
        return state;
    }

    private State sizeByte(byte b) {
        int digit = FieldChars.hexDigit(b);
        if (digit >= 0) {
            remaining = remaining << 4 | digit;
            return ++sizeDigits > MAX_SIZE_DIGITS ? State.INVALID : State.CHUNK_SIZE;
        }
        if (sizeDigits == 0) {
            return State.INVALID;
        }
        if (b == ';') {
            extension.start();
            return State.CHUNK_EXTENSION;
        }
        return b == '\r' ? State.CHUNK_SIZE_LF : State.INVALID;
    }

    private State extensionByte(byte b) {
        if (b == '\r' && extension.mayEnd()) {
            return State.CHUNK_SIZE_LF;
        }
        return extension.accept(b) ? State.CHUNK_EXTENSION : State.INVALID;
    }

    private State sizeRead() {
        return remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
    }

    private boolean readTrailers(ByteBuf in) {
        switch (trailerParser().parse(in)) {
            case INCOMPLETE -> {
                return false;
            }
            case COMPLETE -> state = State.COMPLETE;
            case INVALID -> state = State.INVALID;
        }
        return true;
    }

    /// Made when it is needed first: most connections never see a chunk.
    private TrailerParser trailerParser() {
        if (trailers == null) {
            trailers = new TrailerParser(trailerLimits);
        }
        return trailers;
    }
}

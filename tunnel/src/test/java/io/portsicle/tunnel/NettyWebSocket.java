package io.portsicle.tunnel;

import static io.portsicle.tunnel.WebSocketFrame.*;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.NettyContext;
import io.portsicle.tunnel.fuzz.Transcript;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The frames of one side as Netty sees them: bytes of binary messages together, pings, the close.
final class NettyWebSocket {
    private final ChannelHandlerContext context = NettyContext.create();

    private final Transcript seen = new Transcript();
    private final List<Object> out = new ArrayList<>();
    private @Nullable Throwable refusal;
    private boolean inBytes;
    private boolean closed;
    private boolean waits;
    private int status;
    private String reason = "";
    private int wholeFramesEnd;

    void read(ByteBuf in, boolean masked) {
        seen.clear();
        refusal = null;
        inBytes = false;
        closed = false;
        waits = false;
        status = 0;
        reason = "";
        wholeFramesEnd = 0;
        Decoder decoder = new Decoder(masked);
        try {
            int before;
            boolean found;
            do {
                before = in.readerIndex();
                decoder.next(context, in, out);
                found = !out.isEmpty();
                if (found) {
                    wholeFramesEnd = in.readerIndex();
                    take((WebSocketFrame) out.get(0));
                    out.clear();
                }
            } while (!closed && (found || in.readerIndex() > before));
            waits = !closed && in.writerIndex() > wholeFramesEnd;
        } catch (Exception broken) {
            refusal = broken;
            out.clear();
        }
    }

    Transcript seen() {
        return seen;
    }

    /// Why a frame was refused, or null.
    @Nullable Throwable refusal() {
        return refusal;
    }

    /// Whether the last frame is not whole.
    boolean isWaiting() {
        return waits;
    }

    /// The status of the close frame, or 0.
    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /// Whether Netty refused a frame for being larger than an array: ours takes it as it comes.
    boolean refusesSize() {
        return refusal != null
                && String.valueOf(refusal.getMessage()).startsWith("Max frame length");
    }

    /// Whether the header is whole of the frame that Netty refused or waits for.
    boolean isHeaderWhole(Draft draft) {
        int left = draft.length() - wholeFramesEnd;
        if (left < 2) {
            return false;
        }
        int second = draft.bytes()[wholeFramesEnd + 1];
        int lengthBytes =
                switch (second & LENGTH_7) {
                    case LENGTH_16 -> 2;
                    case LENGTH_64 -> 8;
                    default -> 0;
                };
        return left >= 2 + lengthBytes + ((second & MASKED) != 0 ? 4 : 0);
    }

    int wholeFramesEnd() {
        return wholeFramesEnd;
    }

    private void take(WebSocketFrame frame) {
        switch (frame) {
            case PingWebSocketFrame ping -> {
                inBytes = false;
                seen.mark('P').bytes(ping.content());
            }
            case PongWebSocketFrame pong -> {}
            case CloseWebSocketFrame close -> {
                status = close.statusCode() < 0 ? NORMAL_CLOSURE : close.statusCode();
                reason = close.reasonText();
                seen.mark('C').number(status);
                closed = true;
            }
            case TextWebSocketFrame text -> seen.mark('T');
            case BinaryWebSocketFrame binary -> takeBytes(binary);
            case ContinuationWebSocketFrame more -> takeBytes(more);
            default -> throw new IllegalStateException(frame.toString());
        }
        frame.release();
    }

    private void takeBytes(WebSocketFrame frame) {
        if (!frame.content().isReadable()) {
            return;
        }
        if (!inBytes) {
            seen.mark('B');
        }
        inBytes = true;
        seen.bytes(frame.content());
    }

    private static final class Decoder extends WebSocket13FrameDecoder {
        Decoder(boolean masked) {
            super(
                    WebSocketDecoderConfig.newBuilder()
                            .expectMaskedFrames(masked)
                            .allowMaskMismatch(false)
                            .allowExtensions(false)
                            .maxFramePayloadLength(Integer.MAX_VALUE)
                            .withUTF8Validator(false)
                            .closeOnProtocolViolation(false)
                            .build());
        }

        void next(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            decode(context, in, out);
        }
    }
}

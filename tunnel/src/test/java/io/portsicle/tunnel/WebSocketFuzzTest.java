package io.portsicle.tunnel;

import static io.portsicle.tunnel.WebSocketFrame.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random WebSocket frames in random pieces.
class WebSocketFuzzTest {
    @Test
    void nettyReadsTheFramesThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("WebSocket", Frames::new);
    }

    private static final class Frames implements Comparison {
        private final Ours ours = new Ours();
        private final NettyWebSocket nettys = new NettyWebSocket();
        private boolean masked;
        private int pieces;

        @Override
        public void make(Draft draft) {
            masked = draft.oneIn(2);
            pieces = draft.below(4);
            RandomWebSocketFrames.put(draft, masked);
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            byte[] a = draft.bytes();
            ByteBuf in = Unpooled.wrappedBuffer(a, 0, draft.length());
            nettys.read(in, masked);
            int whole = nettys.wholeFramesEnd();
            ByteBuf copy = in.copy(0, draft.length()); // ours unmasks in place
            ours.read(copy, draft, masked, pieces, whole);
            copy.release();
            return verdict(draft);
        }

        private Verdict verdict(Draft draft) {
            if (ours.broken == null) {
                boolean early = nettys.refusesSize() || !nettys.isHeaderWhole(draft);
                if (!ours.seen.matches(nettys.seen()) || nettys.refusal() != null && !early) {
                    throw draft.differs(ours.seen, nettys.refusal() + " " + nettys.seen());
                }
                return nettys.refusal() == null ? Verdict.Plain.ALIKE : Verdict.Plain.NOT_ACCEPTED;
            }
            if (!nettys.seen().startsWith(ours.seen)) {
                throw draft.differs(
                        ours.broken + ours.seen, nettys.refusal() + " " + nettys.seen());
            }
            if (nettys.refusal() != null && nettys.seen().matches(ours.seen)) {
                return Verdict.Plain.NOT_ACCEPTED;
            }
            if (ours.broken.equals("a text message")) {
                return Stricter.TEXT;
            }
            if (ours.broken.equals("bad close frame") && nettys.status() >= 5000) {
                return Stricter.STATUS;
            }
            if (ours.broken.equals("bad close frame") && nettys.reason().endsWith("\ufffd")) {
                return Stricter.CUT_REASON;
            }
            if (nettys.isWaiting() && nettys.seen().matches(ours.seen)) {
                return Verdict.Plain.NOT_ACCEPTED;
            }
            throw draft.differs(ours.broken + ours.seen, nettys.refusal() + " " + nettys.seen());
        }
    }

    /// What Netty puts up with, and ours does not.
    private enum Stricter implements Verdict {
        /// A link carries HTTP/2 in binary messages.
        TEXT,
        /// A status of 5000 or more, which nobody has defined (RFC 6455, 7.4.2).
        STATUS,
        /// A reason that ends within a character (RFC 6455, 8.1).
        CUT_REASON
    }

    /// Ours, fed in pieces. Bytes of a frame that is not whole don't count: Netty waits for its
    /// end.
    private static final class Ours implements WebSocketReader.Events {
        private final Transcript seen = new Transcript();
        private @Nullable String broken;
        private boolean inBytes;
        private int whole;

        void read(ByteBuf in, Draft draft, boolean masked, int pieces, int wholeFramesEnd) {
            seen.clear();
            broken = null;
            inBytes = false;
            whole = wholeFramesEnd;
            WebSocketReader reader = new WebSocketReader(this, masked);
            int length = in.writerIndex();
            in.writerIndex(0);
            for (int left = pieces; left >= 0; left--) {
                int from = in.writerIndex();
                in.writerIndex(left == 0 ? length : from + draft.below(length - from + 1));
                reader.read(in);
            }
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (bytes.readerIndex() >= whole) {
                return;
            }
            if (!inBytes) {
                seen.mark('B');
            }
            inBytes = true;
            seen.bytes(bytes);
        }

        @Override
        public void onPing(ByteBuf payload) {
            inBytes = false;
            seen.mark('P').bytes(payload);
        }

        @Override
        public void onClose(int status) {
            seen.mark('C').number(status);
        }

        @Override
        public void onBroken(int status, String reason) {
            broken = reason;
        }
    }
}

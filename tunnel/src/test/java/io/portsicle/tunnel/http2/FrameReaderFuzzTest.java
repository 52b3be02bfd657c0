package io.portsicle.tunnel.http2;

import static io.portsicle.tunnel.http2.FrameFormat.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random HTTP/2 frames in random pieces.
class FrameReaderFuzzTest {
    private static final int MAX_BLOCK = 4 * Http2Config.DEFAULT.maxFrameSize();

    @Test
    void nettyReadsTheFramesThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("FrameReader", Frames::new);
    }

    private static final class Frames implements Comparison {
        private final Ours ours = new Ours();
        private final NettyFrames nettys = new NettyFrames();
        private int pieces;

        @Override
        public void make(Draft draft) {
            pieces = draft.below(4);
            RandomFrames.put(draft);
        }

        @Override
        public Verdict judge(Draft draft) {
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            nettys.read(in);
            in.setIndex(0, 0);
            ours.read(in, draft, pieces);
            return verdict(draft);
        }

        private Verdict verdict(Draft draft) {
            String why = ours.refusal;
            String theirs = nettys.refusal();
            boolean same = ours.seen.matches(nettys.seen());
            if (why == null && theirs == null && same) {
                return Verdict.Plain.ALIKE;
            }
            if (same && (why != null && theirs != null || isCut(draft))) {
                return Verdict.Plain.NOT_ACCEPTED;
            }
            if (theirs != null
                    && theirs.contains("depend on itself")
                    && ours.seen.startsWith(nettys.seen())) {
                return Laxer.DEPENDS_ON_ITSELF;
            }
            if (why != null && nettys.seen().startsWith(ours.seen)) {
                for (Stricter reason : Stricter.values()) {
                    if (reason.refusal.equals(why)) {
                        return reason;
                    }
                }
            }
            throw draft.differs(why + ours.seen, theirs + " " + nettys.seen());
        }

        /// Whether the last frame is not whole: one may have refused its header already.
        private static boolean isCut(Draft draft) {
            byte[] a = draft.bytes();
            int at = 0;
            while (at + HEADER_BYTES <= draft.length()) {
                at +=
                        HEADER_BYTES
                                + ((a[at] & 0xff) << 16
                                        | (a[at + 1] & 0xff) << 8
                                        | a[at + 2] & 0xff);
            }
            return at != draft.length();
        }
    }

    /// What ours puts up with, and Netty does not.
    private enum Laxer implements Verdict {
        /// Priorities are ignored, wrong ones too: RFC 9113, 5.3.2, has done away with them.
        DEPENDS_ON_ITSELF
    }

    /// What Netty's reader puts up with, and ours does not.
    private enum Stricter implements Verdict {
        /// Netty looks for it elsewhere (RFC 9113, 3.4).
        FIRST_FRAME("the first frame is not SETTINGS"),
        /// Ours announces that it takes none (RFC 9113, 8.4).
        PUSH_PROMISE("PUSH_PROMISE, though push is off");

        private final String refusal;

        Stricter(String refusal) {
            this.refusal = refusal;
        }
    }

    /// Ours, fed in pieces. What is read of DATA counts when the frame is whole.
    private static final class Ours implements FrameListener {
        private final Transcript seen = new Transcript();
        private final SettingsTranscript settings = new SettingsTranscript();
        private @Nullable FrameReader reader;
        private @Nullable ByteBuf in;
        private @Nullable String refusal;
        private int length;
        private boolean whole;
        private boolean inData;

        void read(ByteBuf bytes, Draft draft, int pieces) {
            seen.clear();
            settings.clear();
            refusal = null;
            in = bytes;
            length = draft.length();
            reader =
                    new FrameReader(
                            UnpooledByteBufAllocator.DEFAULT,
                            this,
                            Http2Config.DEFAULT.maxFrameSize(),
                            MAX_BLOCK,
                            false);
            for (int left = pieces; left >= 0; left--) {
                int from = bytes.writerIndex();
                bytes.writerIndex(left == 0 ? length : from + draft.below(length - from + 1));
                reader.read(bytes);
            }
            reader.stop();
        }

        private void refuse(String why) {
            reader.stop();
            refusal = why;
        }

        @Override
        public void onNextFrame() {}

        @Override
        public void onDataStart(int streamId, int flowLength) {
            whole = in.readerIndex() + flowLength <= length;
            inData = false;
        }

        @Override
        public void onData(int streamId, ByteBuf data, boolean endStream) {
            if (whole) {
                if (!inData) {
                    seen.mark('D').number(streamId).number(0);
                    inData = true;
                }
                seen.bytes(data);
                if (endStream) {
                    seen.mark('E');
                }
            }
            data.release();
        }

        @Override
        public void onPadding(int streamId, int bytes) {}

        @Override
        public void onHeaders(int streamId, ByteBuf block, boolean endStream) {
            seen.mark('H').number(streamId).number(endStream ? 1 : 0).bytes(block);
        }

        @Override
        public void onReset(int streamId, ErrorCode error) {
            seen.mark('R').number(streamId).number(error.code());
        }

        @Override
        public void onSetting(int setting, long value) {
            if (Http2Settings.check(setting, value) != ErrorCode.NO_ERROR) {
                refuse("setting");
                return;
            }
            settings.put(setting, value);
        }

        @Override
        public void onSettingsEnd() {
            settings.writeTo(seen);
        }

        @Override
        public void onSettingsAck() {
            seen.mark('A');
        }

        @Override
        public void onPing(long payload, boolean ack) {
            seen.mark(ack ? 'Q' : 'P').number(payload);
        }

        @Override
        public void onGoAway(int lastStreamId, ErrorCode error, String debug) {
            seen.mark('G').number(lastStreamId).number(error.code()).text(debug);
        }

        @Override
        public void onWindowUpdate(int streamId, int increment) {
            if (increment == 0) {
                refuse("WINDOW_UPDATE of 0"); // as InboundFrames does
                return;
            }
            seen.mark('W').number(streamId).number(increment);
        }

        @Override
        public void onFrameError(ErrorCode error, String reason) {
            refusal = reason;
        }
    }
}

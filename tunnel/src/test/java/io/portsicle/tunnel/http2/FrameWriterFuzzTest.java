package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;
import io.portsicle.tunnel.hpack.HpackWriter;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

/// Random frames of ours: Netty reads what was written.
class FrameWriterFuzzTest {
    @Test
    void nettyReadsTheFramesThatWeWrite() throws Exception {
        Fuzzing.run("FrameWriter", Frames::new);
    }

    private static final class Frames implements Comparison {
        private static final String LARGE = "v".repeat(40_000);
        private static final ErrorCode[] ERRORS = ErrorCode.values();
        private static final String[] DEBUG = {"", "so long", "caf\u00e9 \u2615"};

        private final Transcript wanted = new Transcript();
        private final SettingsTranscript settings = new SettingsTranscript();
        private final NettyFrames nettys = new NettyFrames();
        private final Fields head = new Fields();
        private final ByteBuf block = Unpooled.buffer();
        private final KeptBytes sink = new KeptBytes();
        private final ByteBuf out = sink.out;
        private FrameWriter writer = newWriter();
        private HpackWriter hpack = new HpackWriter();

        @Override
        public void make(Draft draft) {
            wanted.clear();
            out.clear();
            writer = newWriter();
            hpack = new HpackWriter();
            for (int frames = 1 + draft.below(5); frames > 0; frames--) {
                write(draft, 1 + draft.below(Integer.MAX_VALUE - 1));
            }
            draft.put(out.array(), out.readerIndex(), out.writerIndex());
        }

        private void write(Draft draft, int stream) {
            switch (draft.below(9)) {
                case 0, 1 -> data(draft, stream, draft.oneIn(2));
                case 2 -> head(draft, stream, draft.oneIn(2));
                case 3 -> settings(draft);
                case 4 -> {
                    writer.settingsAck();
                    wanted.mark('A');
                }
                case 5 -> {
                    ErrorCode error = ERRORS[draft.below(ERRORS.length)];
                    writer.reset(stream, error);
                    wanted.mark('R').number(stream).number(error.code());
                }
                case 6 -> {
                    int of = draft.oneIn(2) ? 0 : stream;
                    int increment = 1 + draft.below(Integer.MAX_VALUE);
                    writer.windowUpdate(of, increment);
                    wanted.mark('W').number(of).number(increment);
                }
                case 7 -> ping(draft.bits(), draft.oneIn(2));
                default -> goAway(draft, stream);
            }
        }

        private void data(Draft draft, int stream, boolean end) {
            int size = draft.oneIn(5000) ? Http2Config.DEFAULT.maxFrameSize() : draft.below(20);
            ByteBuf data = Unpooled.buffer(size);
            for (int i = 0; i < size; i++) {
                data.writeByte((int) draft.bits());
            }
            wanted.mark('D').number(stream).number(0).bytes(data);
            if (end) {
                wanted.mark('E');
            }
            writer.data(stream, data, end);
        }

        /// Large ones are split into CONTINUATIONs.
        private void head(Draft draft, int stream, boolean end) {
            head.clear();
            head.add(KnownField.STATUS, draft.oneIn(2) ? "200" : "404");
            head.add("x-some", Integer.toString(draft.below(1000)));
            if (draft.oneIn(2000)) {
                head.add(KnownField.SET_COOKIE, LARGE.substring(draft.below(LARGE.length())));
            }
            block.clear();
            hpack.write(head, block);
            wanted.mark('H').number(stream).number(end ? 1 : 0).bytes(block);
            writer.head(stream, head, end);
        }

        private void settings(Draft draft) {
            long table = draft.below(Integer.MAX_VALUE);
            long window = draft.below(Integer.MAX_VALUE);
            writer.settings(
                    Http2Settings.HEADER_TABLE_SIZE,
                    table,
                    Http2Settings.INITIAL_WINDOW_SIZE,
                    window,
                    Http2Settings.MAX_CONCURRENT_STREAMS,
                    0xFFFF_FFFFL);
            settings.put(Http2Settings.HEADER_TABLE_SIZE, table);
            settings.put(Http2Settings.INITIAL_WINDOW_SIZE, window);
            settings.put(Http2Settings.MAX_CONCURRENT_STREAMS, 0xFFFF_FFFFL);
            settings.writeTo(wanted);
        }

        private void ping(long payload, boolean ack) {
            if (ack) {
                writer.pingAck(payload);
            } else {
                writer.ping(payload);
            }
            wanted.mark(ack ? 'Q' : 'P').number(payload);
        }

        private void goAway(Draft draft, int last) {
            ErrorCode error = ERRORS[draft.below(ERRORS.length)];
            String debug = DEBUG[draft.below(DEBUG.length)];
            writer.goAway(last, error, debug);
            wanted.mark('G').number(last).number(error.code()).text(debug);
        }

        @Override
        public Verdict judge(Draft draft) {
            nettys.read(out);
            if (nettys.refusal() != null || !nettys.seen().matches(wanted)) {
                throw draft.differs(wanted, nettys.refusal() + " " + nettys.seen());
            }
            return Verdict.Plain.ALIKE;
        }

        private FrameWriter newWriter() {
            return new FrameWriter(sink, Http2Config.DEFAULT.maxFrameSize());
        }
    }
}

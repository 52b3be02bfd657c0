package io.portsicle.tunnel.hpack;

import static io.portsicle.tunnel.fuzz.Draft.texts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

import java.util.Map;

/// Random heads, several on a connection: Netty reads from our blocks what we wrote.
class HpackWriterFuzzTest {
    @Test
    void nettyReadsTheHeadsThatWeWrite() throws Exception {
        Fuzzing.run("HpackWriter", Heads::new);
    }

    private static final class Heads implements Comparison {
        private static final int LIMIT = 1 << 20;
        private static final KnownField[] KNOWN = KnownField.values();
        private static final byte[][] VALUES =
                texts(
                        "",
                        "GET",
                        "POST",
                        "/",
                        "/index.html",
                        "http",
                        "https",
                        "200",
                        "204",
                        "304",
                        "404",
                        "500",
                        "gzip, deflate",
                        "a=b; c=d",
                        "caf\u00e9",
                        "a\tb");

        private final Fields head = new Fields();
        private final ByteBuf block = Unpooled.buffer();
        private final Transcript ours = new Transcript();
        private final Transcript nettys = new Transcript();

        /// Heads are made while they are written: the input is what their names and values are of.
        @Override
        public void make(Draft draft) {}

        @Override
        public Verdict judge(Draft draft) throws Exception {
            HpackWriter writer = new HpackWriter();
            DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, LIMIT);
            for (int heads = 1 + draft.below(3); heads > 0; heads--) {
                if (draft.oneIn(4)) {
                    writer.peerTableSize(draft.below(8192));
                }
                makeHead(draft);
                block.clear();
                writer.write(head, block);
                writeOurs();
                writeNettys(decoder.decodeHeaders(1, block));
                if (!ours.matches(nettys)) {
                    throw draft.differs(ours, nettys);
                }
            }
            return Verdict.Plain.ALIKE;
        }

        /// Pseudo-fields come first, as in every head; any value with any name.
        private void makeHead(Draft draft) {
            head.clear();
            for (int fields = draft.below(6); fields > 0; fields--) {
                if (draft.oneIn(3)) {
                    int from = draft.length();
                    putName(draft);
                    int value = draft.length();
                    putValue(draft);
                    mark(draft.bytes(), from, value, draft.length());
                } else {
                    int from = draft.length();
                    putValue(draft);
                    head.add(KNOWN[draft.below(KNOWN.length)], draft.bytes(), from, draft.length());
                }
            }
        }

        private void mark(byte[] a, int from, int value, int to) {
            int start = head.reserve(to - from);
            System.arraycopy(a, from, head.bytes(), start, to - from);
            int valueStart = start + value - from;
            KnownField known = KnownField.of(head.bytes(), start, valueStart);
            head.mark(known, start, valueStart, valueStart, start + to - from);
        }

        private static void putName(Draft draft) {
            int length = draft.oneIn(50) ? 120 + draft.below(200) : 1 + draft.below(12);
            for (int i = 0; i < length; i++) {
                draft.put('a' + draft.below(26));
            }
        }

        private static void putValue(Draft draft) {
            if (draft.oneIn(2)) {
                draft.put(draft.one(VALUES));
            } else if (draft.oneIn(50)) {
                draft.putRandom(120 + draft.below(20));
            } else {
                draft.putRandom(draft.oneIn(5000) ? 16_500 + draft.below(100) : draft.below(20));
            }
        }

        private void writeNettys(Http2Headers headers) {
            nettys.clear();
            for (Map.Entry<CharSequence, CharSequence> field : headers) {
                nettys.mark('F').text(field.getKey()).mark(':').text(field.getValue());
            }
        }

        private void writeOurs() {
            ours.clear();
            for (int i = 0; i < head.count(); i++) {
                KnownField known = head.known(i);
                byte[] name = known == null ? head.bytes() : known.bytes();
                int from = known == null ? head.nameStart(i) : 0;
                int to = known == null ? head.nameEnd(i) : name.length;
                ours.mark('F').bytes(name, from, to).mark(':');
                ours.bytes(head.bytes(), head.valueStart(i), head.valueEnd(i));
            }
        }
    }
}

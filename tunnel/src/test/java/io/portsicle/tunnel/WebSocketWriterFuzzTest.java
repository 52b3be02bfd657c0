package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;

import org.junit.jupiter.api.Test;

/// Random messages and pings of ours, masked or not: Netty reads what was sealed. The masks are the
/// only chance here that does not come from the seed.
class WebSocketWriterFuzzTest {
    @Test
    void nettyReadsTheFramesThatWeSeal() throws Exception {
        Fuzzing.run("WebSocketWriter", Messages::new);
    }

    private static final class Messages implements Comparison {
        private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

        private final WebSocketSeal masking = WebSocketSeal.masking();
        private final WebSocketSeal plain = WebSocketSeal.plain();
        private final NettyWebSocket nettys = new NettyWebSocket();
        private final Transcript wanted = new Transcript();
        private final ByteBuf wire = Unpooled.buffer();
        private boolean masked;
        private boolean inBytes;

        @Override
        public void make(Draft draft) {
            masked = draft.oneIn(2);
            inBytes = false;
            wire.clear();
            wanted.clear();
            WebSocketSeal seal = masked ? masking : plain;
            for (int frames = 1 + draft.below(4); frames > 0; frames--) {
                if (draft.oneIn(4)) {
                    ping(draft, seal);
                } else {
                    message(draft, seal);
                }
            }
            if (draft.oneIn(2)) {
                send(seal.farewell(HEAP));
                wanted.mark('C').number(WebSocketFrame.NORMAL_CLOSURE);
            }
            draft.put(wire.array(), wire.readerIndex(), wire.writerIndex());
        }

        private void ping(Draft draft, WebSocketSeal seal) {
            ByteBuf payload = random(draft, 0, draft.below(WebSocketFrame.MAX_CONTROL_BYTES + 1));
            inBytes = false;
            wanted.mark('P').bytes(payload);
            send(seal.control(HEAP, WebSocketFrame.PING, payload));
        }

        private void message(Draft draft, WebSocketSeal seal) {
            ByteBuf first = random(draft, seal.headRoom(), size(draft));
            ByteBuf second = draft.oneIn(2) ? random(draft, 0, size(draft)) : null;
            want(first);
            if (second != null) {
                want(second);
            }
            seal.seal(first, second);
            send(first);
            if (second != null) {
                send(second);
            }
        }

        private void want(ByteBuf bytes) {
            if (!inBytes && bytes.isReadable()) {
                wanted.mark('B');
                inBytes = true;
            }
            wanted.bytes(bytes);
        }

        private static int size(Draft draft) {
            return draft.oneIn(5000)
                    ? 65_520 + draft.below(20)
                    : draft.oneIn(50) ? 110 + draft.below(20) : draft.below(20);
        }

        private static ByteBuf random(Draft draft, int room, int size) {
            ByteBuf bytes = Unpooled.buffer(room + size);
            bytes.setIndex(room, room);
            for (int i = 0; i < size; i++) {
                bytes.writeByte((int) draft.bits());
            }
            return bytes;
        }

        private void send(ByteBuf bytes) {
            wire.writeBytes(bytes);
            bytes.release();
        }

        @Override
        public Verdict judge(Draft draft) {
            nettys.read(wire, masked);
            if (nettys.refusal() != null || !nettys.seen().matches(wanted)) {
                throw draft.differs(wanted, nettys.refusal() + " " + nettys.seen());
            }
            return Verdict.Plain.ALIKE;
        }
    }
}

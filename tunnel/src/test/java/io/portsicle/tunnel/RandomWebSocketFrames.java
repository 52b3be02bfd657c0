package io.portsicle.tunnel;

import static io.portsicle.tunnel.WebSocketFrame.*;

import io.portsicle.tunnel.fuzz.Draft;

/// Makes a few WebSocket frames of one side.
final class RandomWebSocketFrames {
    private static final byte[] BREAKERS = {
        0,
        1,
        2,
        3,
        8,
        9,
        10,
        0x7d,
        0x7e,
        0x7f,
        (byte) 0x80,
        (byte) 0x82,
        (byte) 0x88,
        (byte) 0x89,
        (byte) 0xfe,
        (byte) 0xff
    };
    private static final int[] STATUS = {1000, 1001, 1003, 1007, 1014, 3000, 4999};
    private static final int[] ODD_STATUS = {
        0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535
    };
    private static final int[] ODD_OPCODES = {TEXT, 3, 7, 0xB, 0xF, CONTINUATION, CLOSE};

    private RandomWebSocketFrames() {}

    static void put(Draft draft, boolean masked) {
        boolean inMessage = false;
        boolean closed = false;
        for (int frames = 1 + draft.below(4); frames > 0 && !closed; frames--) {
            int opcode = opcode(draft, inMessage);
            boolean fin = opcode >= CLOSE || draft.oneIn(2);
            if (draft.isOdd()) {
                opcode = ODD_OPCODES[draft.below(ODD_OPCODES.length)];
                fin = draft.oneIn(2);
            }
            inMessage = opcode >= CLOSE ? inMessage : !fin;
            closed = opcode == CLOSE;
            putFrame(draft, opcode, fin, masked);
        }
        draft.wound(BREAKERS);
    }

    private static int opcode(Draft draft, boolean inMessage) {
        return switch (draft.below(12)) {
            case 0 -> CLOSE;
            case 1, 2 -> PING;
            case 3 -> PONG;
            default -> inMessage ? CONTINUATION : BINARY;
        };
    }

    private static void putFrame(Draft draft, int opcode, boolean fin, boolean masked) {
        int rsv = draft.isOdd() && draft.oneIn(3) ? 0x10 << draft.below(3) : 0;
        draft.put((fin ? FIN : 0) | rsv | opcode);
        boolean mask = masked ^ (draft.isOdd() && draft.oneIn(3));
        int size = size(draft, opcode);
        putLength(draft, size, mask ? MASKED : 0);
        int key = mask ? (int) draft.bits() : 0;
        if (mask) {
            draft.put(key, 4);
        }
        int start = draft.length();
        putPayload(draft, opcode, size);
        byte[] a = draft.bytes();
        for (int i = 0; i < size && mask; i++) {
            a[start + i] ^= (byte) (key >>> 24 - (i & 3) * 8);
        }
    }

    private static void putPayload(Draft draft, int opcode, int size) {
        int start = draft.length();
        if (opcode == CLOSE && size >= 2) {
            draft.put(
                    draft.isOdd()
                            ? ODD_STATUS[draft.below(ODD_STATUS.length)]
                            : STATUS[draft.below(STATUS.length)],
                    2);
        }
        while (draft.length() < start + size) {
            draft.put(
                    opcode == CLOSE && !draft.isOdd() ? 'a' + draft.below(26) : (int) draft.bits());
        }
    }

    private static int size(Draft draft, int opcode) {
        if (opcode >= CLOSE) {
            int size =
                    draft.isOdd()
                            ? draft.below(140)
                            : draft.oneIn(50) ? MAX_CONTROL_BYTES : draft.below(10);
            return opcode == CLOSE && size == 1 && draft.isSound() ? 0 : size;
        }
        return draft.oneIn(100)
                ? 120 + draft.below(20)
                : draft.oneIn(5000) ? 65_530 + draft.below(10) : draft.below(12);
    }

    private static void putLength(Draft draft, int size, int mask) {
        boolean padded = draft.isOdd() && draft.oneIn(2);
        if (draft.isOdd() && draft.oneIn(5)) {
            draft.put(mask | LENGTH_64).put(draft.oneIn(2) ? Long.MIN_VALUE : draft.bits(), 8);
        } else if (size > 0xffff || padded && draft.oneIn(2)) {
            draft.put(mask | LENGTH_64).put((long) size, 8);
        } else if (size >= LENGTH_16 || padded) {
            draft.put(mask | LENGTH_16).put(size, 2);
        } else {
            draft.put(mask | size);
        }
    }
}

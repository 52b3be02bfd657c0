package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// Writes heads as HPACK blocks with the static table and literals only: nothing is remembered from
/// block to block, so nothing can be learned from what was (RFC 7541, 7.1), and a link is a local
/// wire, where bytes are cheaper than cycles. One per link, on its event loop.
public final class HpackWriter {
    private static final int INDEXED = 0x80;
    private static final int WITHOUT_INDEXING = 0x00;
    private static final int NEVER_INDEXED = 0x10;
    private static final int INDEX_PREFIX = 4;
    private static final int LENGTH_PREFIX = 7;
    private static final int EMPTY_TABLE = 0x20;
    private static final int DEFAULT_TABLE_SIZE = 4096;
    private static final int PER_FIELD = 16;
    private static final int KEPT = 16 * 1024;
    private static final byte[] NONE = {};

    /// Blocks are made in one array for all links of an event loop: nothing of a block is needed
    /// once it is written.
    private static final FastThreadLocal<byte[]> SCRATCH =
            new FastThreadLocal<>() {
                @Override
                protected byte[] initialValue() {
                    return new byte[2048];
                }
            };

    private byte[] a = NONE;
    private int end;
    private boolean owesTableSize;
    private boolean saidTableSize;

    /// Takes the peer's SETTINGS_HEADER_TABLE_SIZE. One below the default obliges the next block to
    /// say that this side uses less (RFC 7541, 4.2): it says none at all, once and for all.
    public void peerTableSize(long setting) {
        owesTableSize |= setting < DEFAULT_TABLE_SIZE && !saidTableSize;
    }

    /// Appends the block of `head`.
    public void write(Fields head, ByteBuf out) {
        reserve(head);
        if (owesTableSize) {
            a[end++] = EMPTY_TABLE;
            owesTableSize = false;
            saidTableSize = true;
        }
        byte[] bytes = head.bytes();
        for (int i = 0; i < head.count(); i++) {
            writeField(head.known(i), head, i, bytes);
        }
        out.writeBytes(a, 0, end);
        a = NONE;
    }

    private void reserve(Fields head) {
        int room = 1;
        for (int i = 0; i < head.count(); i++) {
            KnownField name = head.known(i);
            room += name == null ? head.nameEnd(i) - head.nameStart(i) : name.bytes().length;
            room += head.valueEnd(i) - head.valueStart(i) + PER_FIELD;
        }
        a = SCRATCH.get();
        if (room > a.length) {
            a = new byte[room];
            keep(a);
        }
        end = 0;
    }

    private static void keep(byte[] grown) {
        if (grown.length <= KEPT) {
            SCRATCH.set(grown);
        }
    }

    private void writeField(@Nullable KnownField name, Fields head, int i, byte[] bytes) {
        int from = head.valueStart(i);
        int to = head.valueEnd(i);
        if (name == null) {
            a[end++] = WITHOUT_INDEXING;
            writeText(bytes, head.nameStart(i), head.nameEnd(i));
            writeText(bytes, from, to);
            return;
        }
        int whole = StaticTable.find(name, bytes, from, to);
        if (whole > 0) {
            a[end++] = (byte) (INDEXED | whole);
            return;
        }
        writeNumber(
                isSecret(name) ? NEVER_INDEXED : WITHOUT_INDEXING,
                INDEX_PREFIX,
                name.staticIndex());
        if (name.staticIndex() == 0) {
            writeText(name.bytes(), 0, name.bytes().length);
        }
        writeText(bytes, from, to);
    }

    private void writeText(byte[] text, int from, int to) {
        int length = to - from;
        writeNumber(0, LENGTH_PREFIX, length);
        System.arraycopy(text, from, a, end, length);
        end += length;
    }

    /// An integer behind the upper bits of its first byte (RFC 7541, 5.1).
    private void writeNumber(int bits, int prefix, int number) {
        int max = (1 << prefix) - 1;
        if (number < max) {
            a[end++] = (byte) (bits | number);
            return;
        }
        a[end++] = (byte) (bits | max);
        int rest = number - max;
        while (rest >= 0x80) {
            a[end++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        a[end++] = (byte) rest;
    }

    /// What no one on the way may put into a compression table (RFC 7541, 7.1.3).
    private static boolean isSecret(KnownField name) {
        return switch (name) {
            case AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE -> true;
            default -> false;
        };
    }
}

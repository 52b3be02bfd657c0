package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

/// Reads the blocks that need no memory: indexed fields of the static table, literals without
/// indexing, no Huffman code. The block is copied into the array of the head, where most names and
/// values can stay.
final class PlainBlock {
    private static final int FIELD_OVERHEAD = 32;
    private static final int MAX_SHIFT = 21;

    private byte[] a = {};
    private int at;
    private int end;
    private boolean plain;
    private boolean tooLarge;

    /// Reads the block, or returns false when it is not plain (or not whole): nothing is consumed
    /// then.
    boolean read(ByteBuf block, Fields into, int maxListSize) {
        into.clear();
        int length = block.readableBytes();
        at = into.reserve(length);
        end = at + length;
        a = into.bytes();
        block.getBytes(block.readerIndex(), a, at, length);
        plain = true;
        tooLarge = false;
        int size = 0;
        while (plain && at < end) {
            size += readField(into);
            tooLarge |= size > maxListSize;
        }
        return plain;
    }

    HpackReader.Outcome outcome() {
        return tooLarge ? HpackReader.Outcome.TOO_LARGE : HpackReader.Outcome.OK;
    }

    /// Reads one field and returns its size as RFC 9113, 6.5.2 counts it.
    private int readField(Fields into) {
        int b = a[at];
        if (b < 0) {
            return readIndexed(b & 0x7f, into);
        }
        if (b >= 0x20) {
            plain = false;
            return 0;
        }
        int index = readNumber(0x0f);
        if (index > StaticTable.LENGTH) {
            plain = false;
            return 0;
        }
        return index == 0 ? readLiteral(into) : readNamed(StaticTable.name(index), into);
    }

    private int readIndexed(int index, Fields into) {
        at++;
        if (index == 0 || index > StaticTable.LENGTH) {
            plain = false;
            return 0;
        }
        KnownField name = StaticTable.name(index);
        byte[] value = StaticTable.value(index);
        if (!tooLarge) {
            int start = into.reserve(value.length);
            a = into.bytes();
            System.arraycopy(value, 0, a, start, value.length);
            into.mark(name, 0, 0, start, start + value.length);
        }
        return FIELD_OVERHEAD + name.bytes().length + value.length;
    }

    private int readNamed(KnownField name, Fields into) {
        int start = readText();
        if (plain && !tooLarge) {
            into.mark(name, 0, 0, start, at);
        }
        return FIELD_OVERHEAD + name.bytes().length + at - start;
    }

    private int readLiteral(Fields into) {
        int nameStart = readText();
        int nameEnd = at;
        int start = plain ? readText() : at;
        if (plain && !tooLarge) {
            into.mark(KnownField.of(a, nameStart, nameEnd), nameStart, nameEnd, start, at);
        }
        return FIELD_OVERHEAD + nameEnd - nameStart + at - start;
    }

    /// Steps over a string and returns where it starts; `at` is where it ends.
    private int readText() {
        if (at >= end || a[at] < 0) {
            plain = false;
            return at;
        }
        int length = readNumber(0x7f);
        int start = at;
        if (length > end - at) {
            plain = false;
            return at;
        }
        at += length;
        return start;
    }

    /// An integer in the lower bits of the byte at `at`, and those that follow (RFC 7541, 5.1).
    private int readNumber(int max) {
        int number = a[at++] & max;
        if (number < max) {
            return number;
        }
        for (int shift = 0; shift <= MAX_SHIFT && at < end; shift += 7) {
            int b = a[at++];
            number += (b & 0x7f) << shift;
            if (b >= 0) {
                return number;
            }
        }
        plain = false;
        return 0;
    }
}

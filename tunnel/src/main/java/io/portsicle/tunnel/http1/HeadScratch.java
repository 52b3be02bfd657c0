package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

/// Where a head is put together before it goes into a buffer at once: small writes into an array
/// are several times cheaper than into a direct buffer. One per thread; whoever writes has reserved
/// the room before.
final class HeadScratch {
    private static final FastThreadLocal<HeadScratch> SCRATCH =
            new FastThreadLocal<>() {
                @Override
                protected HeadScratch initialValue() {
                    return new HeadScratch();
                }
            };
    private static final int KEPT = 16 * 1024;
    private static final int PER_FIELD = 4;

    private byte[] a = new byte[2048];
    private int end;

    private HeadScratch() {}

    /// The scratch of this thread, empty, with room for the lines of `head` and `more` bytes.
    static HeadScratch with(Fields head, int more) {
        HeadScratch scratch = SCRATCH.get();
        int room = more;
        for (int i = 0; i < head.count(); i++) {
            KnownField name = head.known(i);
            room += name == null ? head.nameEnd(i) - head.nameStart(i) : name.canonical().length;
            room += head.valueEnd(i) - head.valueStart(i) + PER_FIELD;
        }
        if (room > scratch.a.length) {
            scratch.a = new byte[room];
        }
        scratch.end = 0;
        return scratch;
    }

    HeadScratch put(byte[] bytes) {
        System.arraycopy(bytes, 0, a, end, bytes.length);
        end += bytes.length;
        return this;
    }

    HeadScratch put(String text) {
        for (int i = 0; i < text.length(); i++) {
            a[end++] = (byte) text.charAt(i);
        }
        return this;
    }

    HeadScratch put(char c) {
        a[end++] = (byte) c;
        return this;
    }

    HeadScratch putDecimal(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        end += digits;
        int at = end;
        long rest = number;
        do {
            a[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return this;
    }

    HeadScratch putValue(Fields head, int i) {
        int start = head.valueStart(i);
        int length = head.valueEnd(i) - start;
        System.arraycopy(head.bytes(), start, a, end, length);
        end += length;
        return this;
    }

    /// The name, in the case that HTTP/1.1 software is used to, with `: `.
    HeadScratch putName(Fields head, int i) {
        KnownField name = head.known(i);
        if (name == null) {
            putTitleCase(head.bytes(), head.nameStart(i), head.nameEnd(i));
        } else {
            put(name.canonical());
        }
        a[end++] = ':';
        a[end++] = ' ';
        return this;
    }

    HeadScratch putLineEnd() {
        a[end++] = '\r';
        a[end++] = '\n';
        return this;
    }

    void putField(Fields head, int i) {
        putName(head, i).putValue(head, i).putLineEnd();
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(a, 0, end);
        if (a.length > KEPT) {
            a = new byte[2048];
        }
    }

    private void putTitleCase(byte[] name, int from, int to) {
        boolean first = true;
        for (int i = from; i < to; i++) {
            byte b = name[i];
            a[end++] = first && b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
            first = b == '-';
        }
    }
}

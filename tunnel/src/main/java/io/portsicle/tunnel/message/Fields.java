package io.portsicle.tunnel.message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The head of one message as it crosses the tunnel: pseudo-fields first, then the field lines in
/// their order, repeated ones included. All names are lower case; names and values live in one byte
/// array, and a field is four offsets into it, so that a head goes from HTTP/1.1 to HPACK and back
/// without an object per field.
///
/// Not thread-safe; made to be reused: [#clear()] keeps the memory. A receiver that is handed a
/// `Fields` in a callback reads it before it returns or takes a [#copy()].
public final class Fields {
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int OFFSETS = 4;
    private static final int OVERHEAD = 32;
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_FIELDS = 32;
    private static final int MAX_DIGITS = 19;
    private static final int KEPT_BYTES = 16 * 1024;
    private static final int KEPT_FIELDS = 128;

    private byte[] bytes;
    private int used;
    private int[] offsets;
    private @Nullable KnownField[] known;
    private int count;

    /// A bit for each known name that was added, by ordinal: most look-ups are for names that are
    /// not there. The bit outlives the removal of its field.
    private long seenLow;

    private long seenHigh;

    /// An empty head with room for a small browser request.
    public Fields() {
        this(FIRST_BYTES, FIRST_FIELDS);
    }

    private Fields(int bytes, int fields) {
        this.bytes = new byte[bytes];
        this.offsets = new int[fields * OFFSETS];
        this.known = new @Nullable KnownField[fields];
    }

    /// Forgets every field. Memory that an unusually large head needed is given back.
    public void clear() {
        used = 0;
        count = 0;
        seenLow = 0;
        seenHigh = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        if (known.length > KEPT_FIELDS) {
            offsets = new int[FIRST_FIELDS * OFFSETS];
            known = new @Nullable KnownField[FIRST_FIELDS];
        }
    }

    /// The number of fields, pseudo-fields included.
    public int count() {
        return count;
    }

    /// The field's name where it is a known one, else null.
    public @Nullable KnownField known(int i) {
        return known[i];
    }

    /// The field's name, in lower case.
    public String name(int i) {
        KnownField name = known[i];
        return name != null ? name.toString() : text(offset(i, NAME_START), offset(i, NAME_END));
    }

    /// The field's value; bytes beyond ASCII appear as ISO-8859-1.
    public String value(int i) {
        return text(offset(i, VALUE_START), offset(i, VALUE_END));
    }

    /// The first value under a name, or null.
    public @Nullable String value(KnownField name) {
        int i = find(name);
        return i < 0 ? null : value(i);
    }

    /// Whether the field's value is `expected`, ignoring the case of ASCII letters; `expected` is
    /// in lower case.
    public boolean valueIs(int i, String expected) {
        int start = offset(i, VALUE_START);
        if (offset(i, VALUE_END) - start != expected.length()) {
            return false;
        }
        for (int k = 0; k < expected.length(); k++) {
            if (lower(bytes[start + k]) != expected.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /// The status code in `:status`, or -1 where there is none of three digits.
    public int status() {
        int i = find(KnownField.STATUS, 0);
        if (i < 0 || offset(i, VALUE_END) - offset(i, VALUE_START) != 3) {
            return -1;
        }
        return (int) number(i);
    }

    /// The field's value as a number, or -1 when it is not made of decimal digits or is above
    /// 2⁶³-1.
    public long number(int i) {
        return decimal(bytes, offset(i, VALUE_START), offset(i, VALUE_END));
    }

    /// The index of the first field of that name, or -1.
    public int find(KnownField name) {
        return find(name, 0);
    }

    /// The index of the first field of that name at or after `from`, or -1.
    public int find(KnownField name, int from) {
        if (!wasSeen(name)) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if (known[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /// Whether the lines of that name, as one list with commas, hold `item`, given in lower case.
    public boolean lists(KnownField name, String item) {
        for (int i = find(name); i >= 0; i = find(name, i + 1)) {
            for (String one : value(i).split(",", -1)) {
                if (one.strip().toLowerCase(Locale.ROOT).equals(item)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether there is a field of that name.
    public boolean has(KnownField name) {
        return find(name, 0) >= 0;
    }

    /// Adds a field line at the end; a pseudo-field goes behind the other pseudo-fields. A value
    /// holds ISO-8859-1 without CR, LF and NUL: others would change the message that it becomes
    /// part of.
    public Fields add(KnownField name, String value) {
        int start = write(value);
        insert(slot(name), name, 0, 0, start, used);
        return this;
    }

    /// Adds a field line at the end; `value` is copied.
    public Fields add(KnownField name, byte[] value, int from, int to) {
        int start = reserve(to - from);
        System.arraycopy(value, from, bytes, start, to - from);
        insert(slot(name), name, 0, 0, start, used);
        return this;
    }

    /// Adds a field line at the end; the name is lower-cased.
    public Fields add(String name, String value) {
        int nameStart = write(name.toLowerCase(Locale.ROOT));
        int nameEnd = used;
        int valueStart = write(value);
        KnownField known = KnownField.of(bytes, nameStart, nameEnd);
        insert(slot(known), known, nameStart, nameEnd, valueStart, used);
        return this;
    }

    /// Adds field `i` of another head at the end.
    public Fields add(Fields other, int i) {
        KnownField name = other.known[i];
        int nameStart = 0;
        int nameEnd = 0;
        if (name == null) {
            nameStart = copy(other, other.offset(i, NAME_START), other.offset(i, NAME_END));
            nameEnd = used;
        }
        int valueStart = copy(other, other.offset(i, VALUE_START), other.offset(i, VALUE_END));
        insert(slot(name), name, nameStart, nameEnd, valueStart, used);
        return this;
    }

    /// Replaces the value of the first field of that name, or adds the field.
    public Fields set(KnownField name, String value) {
        int i = find(name, 0);
        if (i < 0) {
            return add(name, value);
        }
        int start = write(value);
        place(i, start, used);
        return this;
    }

    /// Replaces the value of field `i`.
    public Fields set(int i, String value) {
        int start = write(value);
        place(i, start, used);
        return this;
    }

    /// Removes field `i`; those behind it move up.
    public void remove(int i) {
        System.arraycopy(
                offsets, (i + 1) * OFFSETS, offsets, i * OFFSETS, (count - i - 1) * OFFSETS);
        System.arraycopy(known, i + 1, known, i, count - i - 1);
        count--;
    }

    /// Removes every field of that name.
    public void removeAll(KnownField name) {
        if (!wasSeen(name)) {
            return;
        }
        for (int i = count - 1; i >= 0; i--) {
            if (known[i] == name) {
                remove(i);
            }
        }
    }

    /// A copy that is the caller's own.
    public Fields copy() {
        Fields copy = new Fields(Math.max(1, used), Math.max(1, count));
        System.arraycopy(bytes, 0, copy.bytes, 0, used);
        System.arraycopy(offsets, 0, copy.offsets, 0, count * OFFSETS);
        System.arraycopy(known, 0, copy.known, 0, count);
        copy.used = used;
        copy.count = count;
        copy.seenLow = seenLow;
        copy.seenHigh = seenHigh;
        return copy;
    }

    /// The size as RFC 9113, 6.5.2 counts it for SETTINGS_MAX_HEADER_LIST_SIZE, in bytes.
    public int listSize() {
        int size = count * OVERHEAD;
        for (int i = 0; i < count; i++) {
            size += nameBytes(i) + offset(i, VALUE_END) - offset(i, VALUE_START);
        }
        return size;
    }

    /// The number in decimal digits, or -1 where there is anything else, nothing, or more than
    /// 2⁶³-1.
    public static long decimal(byte[] a, int from, int to) {
        if (from == to || to - from > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = a[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return Math.max(number, -1); // 19 digits overflow into the negative
    }

    // ---- for parsers, HPACK and renderers: the bytes themselves

    /// The array behind the offsets. It is replaced when it grows: ask again after every change.
    public byte[] bytes() {
        return bytes;
    }

    /// Reserves `length` bytes and returns where they start; the caller fills them in [#bytes()].
    public int reserve(int length) {
        int start = used;
        if (bytes.length - start < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
        }
        used = start + length;
        return start;
    }

    /// Gives back what was reserved from `start` on; no field may point there.
    public void unreserve(int start) {
        used = start;
    }

    /// Adds a field at the end, whatever it is, whose name and value already lie in [#bytes()]. A
    /// known name needs no name offsets.
    public void mark(
            @Nullable KnownField name, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        insert(count, name, nameStart, nameEnd, valueStart, valueEnd);
    }

    /// Gives field `i` another value, which already lies in [#bytes()].
    public void place(int i, int valueStart, int valueEnd) {
        offsets[i * OFFSETS + VALUE_START] = valueStart;
        offsets[i * OFFSETS + VALUE_END] = valueEnd;
    }

    /// Where the name starts in [#bytes()]; only for a name that is not known.
    public int nameStart(int i) {
        return offset(i, NAME_START);
    }

    /// Where the name ends in [#bytes()]; only for a name that is not known.
    public int nameEnd(int i) {
        return offset(i, NAME_END);
    }

    /// Where the value starts in [#bytes()].
    public int valueStart(int i) {
        return offset(i, VALUE_START);
    }

    /// Where the value ends in [#bytes()].
    public int valueEnd(int i) {
        return offset(i, VALUE_END);
    }

    /// One field a line, values hidden: heads carry credentials.
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("Fields[");
        for (int i = 0; i < count; i++) {
            names.append(i == 0 ? "" : ", ").append(name(i));
        }
        return names.append(']').toString();
    }

    /// Where a new field of that name goes: pseudo-fields stand before all others (RFC 9113, 8.3).
    private int slot(@Nullable KnownField name) {
        int i = count;
        if (isPseudo(name)) {
            while (i > 0 && !isPseudo(known[i - 1])) {
                i--;
            }
        }
        return i;
    }

    private void insert(
            int i,
            @Nullable KnownField name,
            int nameStart,
            int nameEnd,
            int valueStart,
            int valueEnd) {
        if (count == known.length) {
            known = Arrays.copyOf(known, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2 * OFFSETS);
        }
        if (i < count) {
            System.arraycopy(
                    offsets, i * OFFSETS, offsets, (i + 1) * OFFSETS, (count - i) * OFFSETS);
            System.arraycopy(known, i, known, i + 1, count - i);
        }
        int at = i * OFFSETS;
        offsets[at + NAME_START] = nameStart;
        offsets[at + NAME_END] = nameEnd;
        offsets[at + VALUE_START] = valueStart;
        offsets[at + VALUE_END] = valueEnd;
        known[i] = name;
        count++;
        if (name != null) {
            see(name.ordinal());
        }
    }

    /// A shift counts modulo 64.
    private void see(int ordinal) {
        if (ordinal < Long.SIZE) {
            seenLow |= 1L << ordinal;
        } else {
            seenHigh |= 1L << ordinal;
        }
    }

    private boolean wasSeen(KnownField name) {
        long seen = name.ordinal() < Long.SIZE ? seenLow : seenHigh;
        return (seen >>> name.ordinal() & 1) != 0;
    }

    private static boolean isPseudo(@Nullable KnownField name) {
        return name != null && name.isPseudo();
    }

    private int nameBytes(int i) {
        KnownField name = known[i];
        return name != null ? name.bytes().length : offset(i, NAME_END) - offset(i, NAME_START);
    }

    private int offset(int i, int which) {
        return offsets[i * OFFSETS + which];
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private int write(String text) {
        int start = reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || c == '\r' || c == '\n' || c == 0) {
                used = start;
                throw new IllegalArgumentException(
                        "character U+%04X at %d of a field (expected: ISO-8859-1, no CR, LF, NUL)"
                                .formatted((int) c, i));
            }
            bytes[start + i] = (byte) c;
        }
        return start;
    }

    private int copy(Fields other, int from, int to) {
        int start = reserve(to - from);
        System.arraycopy(other.bytes, from, bytes, start, to - from);
        return start;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}

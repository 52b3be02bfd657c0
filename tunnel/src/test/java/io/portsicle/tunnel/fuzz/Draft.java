package io.portsicle.tunnel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// One input while it is made, and the chance that makes it: both depend on a seed and an index
/// alone. Reused for the next input.
///
/// Four in ten are sound: nothing odd is chosen for them and they get no wound.
public final class Draft {
    private static final int SOUND_PERCENT = 40;
    private static final int ODD_ONE_IN = 6;
    private static final int LARGEST_REPEAT = 20;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private byte[] a = new byte[64 * 1024];
    private int length;
    private long state;
    private boolean sound;

    /// The bytes of each text.
    public static byte[][] texts(String... texts) {
        return Arrays.stream(texts).map(Draft::text).toArray(byte[][]::new);
    }

    /// The bytes of the text.
    public static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /// Begins an input.
    void start(long seed, long index) {
        state = mixed(seed) + index * GOLDEN;
        state = mixed(state);
        length = 0;
        sound = below(100) < SOUND_PERCENT;
    }

    /// Whether ours must accept it.
    public boolean isSound() {
        return sound;
    }

    /// The bytes made so far, up to [#length()]; the array may be replaced while more are put.
    public byte[] bytes() {
        return a;
    }

    public int length() {
        return length;
    }

    // ---- chance

    /// 64 random bits.
    public long bits() {
        state += GOLDEN;
        return mixed(state);
    }

    /// A number from 0 up to `bound`, exclusive.
    public int below(int bound) {
        return (int) ((bits() >>> 32) * bound >>> 32);
    }

    /// True once in so many times.
    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    /// Whether something odd may be done here; never in a sound input.
    public boolean isOdd() {
        return !sound && oneIn(ODD_ONE_IN);
    }

    public byte[] one(byte[][] choices) {
        return choices[below(choices.length)];
    }

    /// One of the usual ones, or sometimes an odd one.
    public byte[] one(byte[][] usual, byte[][] odd) {
        return one(isOdd() ? odd : usual);
    }

    // ---- bytes

    public Draft put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    public Draft put(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, a, length, to - from);
        length += to - from;
        return this;
    }

    public Draft put(int b) {
        room(1);
        a[length++] = (byte) b;
        return this;
    }

    /// The lower bytes of a number, the highest of them first.
    public Draft put(long number, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            put((int) (number >>> shift));
        }
        return this;
    }

    /// So many random bytes.
    public Draft putRandom(int count) {
        for (int i = 0; i < count; i++) {
            put((int) bits());
        }
        return this;
    }

    /// Wounds an input that is not sound, in up to two places: a byte is inserted, replaced,
    /// removed or flipped, some bytes are repeated, or the end is cut off.
    public void wound(byte[] breakers) {
        wound(breakers, 0);
    }

    /// Leaves what stands before `from` as it is.
    public void wound(byte[] breakers, int from) {
        if (sound) {
            return;
        }
        for (int wounds = below(3); wounds > 0 && length > from; wounds--) {
            woundAt(from + below(length - from), breakers[below(breakers.length)]);
        }
    }

    private void woundAt(int at, byte breaker) {
        switch (below(11)) {
            case 0, 1 -> open(at, 1)[at] = breaker;
            case 2, 3 -> a[at] = breaker;
            case 4, 5 -> close(at, 1);
            case 6, 7 -> a[at] ^= (byte) (1 << below(Byte.SIZE));
            case 8, 9 -> {
                int size = Math.min(1 + below(LARGEST_REPEAT), length - at);
                open(at, size);
                System.arraycopy(a, at + size, a, at, size);
            }
            default -> length = at;
        }
    }

    private byte[] open(int at, int size) {
        room(size);
        System.arraycopy(a, at, a, at + size, length - at);
        length += size;
        return a;
    }

    private void close(int at, int size) {
        System.arraycopy(a, at + size, a, at, length - at - size);
        length -= size;
    }

    private void room(int size) {
        if (a.length - length < size) {
            a = Arrays.copyOf(a, Math.max(a.length * 2, length + size));
        }
    }

    // ---- findings

    /// The failure that the two did not read the same.
    public AssertionError differs(Object ours, Object nettys) {
        return new AssertionError("ours: " + ours + "\nNetty: " + nettys);
    }

    /// The input as text, a character for a byte.
    public String text() {
        return new String(a, 0, length, ISO_8859_1);
    }

    /// The input as text, with escapes.
    @Override
    public String toString() {
        return Transcript.readable(a, length);
    }

    private static long mixed(long bits) {
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }
}

package io.portsicle.acceptance.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/// A body of any size whose every KiB differs, made as it is written: a lost, doubled or swapped
/// piece changes its digest, also one of another body's with another seed.
public record Content(long size, int seed) {
    public static final int MIB = 1 << 20;
    private static final int KIB = 1 << 10;
    private static final byte[] BLOCK = randomBlock();

    public Content(long size) {
        this(size, 0);
    }

    public void writeTo(OutputStream out) throws IOException {
        for (long at = 0; at < size; at += MIB) {
            out.write(block(at), 0, (int) Math.min(MIB, size - at));
        }
    }

    /// As chunks of `chunkSize`, with the last chunk.
    public void writeChunkedTo(OutputStream out, int chunkSize) throws IOException {
        byte[] header =
                (Integer.toHexString(chunkSize) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (long at = 0; at < size; at += MIB) {
            byte[] block = block(at);
            int end = (int) Math.min(MIB, size - at);
            for (int from = 0; from < end; from += chunkSize) {
                int length = Math.min(chunkSize, end - from);
                out.write(
                        length == chunkSize
                                ? header
                                : (Integer.toHexString(length) + "\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                out.write(block, from, length);
                out.write('\r');
                out.write('\n');
            }
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    public String sha256() throws IOException {
        MessageDigest digest = newDigest();
        for (long at = 0; at < size; at += MIB) {
            digest.update(block(at), 0, (int) Math.min(MIB, size - at));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The digest of everything that `in` still holds.
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte[] block(long at) {
        byte[] block = BLOCK.clone();
        ByteBuffer marks = ByteBuffer.wrap(block);
        for (int within = 0; within < MIB; within += KIB) {
            marks.putLong(within, at + within).putInt(within + Long.BYTES, seed);
        }
        return block;
    }

    private static byte[] randomBlock() {
        byte[] block = new byte[MIB];
        new Random(20_261_123).nextBytes(block);
        return block;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

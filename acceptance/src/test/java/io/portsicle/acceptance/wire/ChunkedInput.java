package io.portsicle.acceptance.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// A chunked body; an end before the last chunk is an error, as it is for every client.
public final class ChunkedInput extends InputStream {
    private final InputStream in;
    private final List<RawField> trailers = new ArrayList<>();
    private long leftInChunk;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ended && leftInChunk == 0) {
            startChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, leftInChunk));
        if (read < 0) {
            throw new EOFException(leftInChunk + " bytes of a chunk are missing");
        }
        leftInChunk -= read;
        if (leftInChunk == 0) {
            readLine();
        }
        return read;
    }

    /// The fields after the last chunk, once it was read.
    public List<RawField> trailers() {
        return List.copyOf(trailers);
    }

    private void startChunk() throws IOException {
        leftInChunk = Long.parseLong(readLine().split(";", 2)[0].strip(), 16);
        if (leftInChunk > 0) {
            return;
        }
        ended = true;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            trailers.add(RawField.parse(line));
        }
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("ended within a chunked body");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}

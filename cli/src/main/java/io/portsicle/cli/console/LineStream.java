package io.portsicle.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Hands on whole lines only, so that a status never stands in the middle of one.
final class LineStream extends OutputStream {

    /// A line longer than that becomes several.
    static final int LONGEST_LINE = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    private LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    /// A stream for text, whose complete lines, their ends included, are given to `lines`.
    static PrintStream printing(Consumer<String> lines) {
        return new PrintStream(new LineStream(lines), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        waiting.write(b);
        if (b == '\n' || waiting.size() >= LONGEST_LINE) {
            handOn();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int afterLast = end;
        while (afterLast > offset && bytes[afterLast - 1] != '\n') {
            afterLast--;
        }
        if (afterLast > offset) {
            waiting.write(bytes, offset, afterLast - offset);
            handOn();
        }
        waiting.write(bytes, afterLast, end - afterLast);
        if (waiting.size() >= LONGEST_LINE) {
            handOn();
        }
    }

    private void handOn() {
        String text = waiting.toString(StandardCharsets.UTF_8);
        waiting.reset();
        lines.accept(text.endsWith("\n") ? text : text + "\n");
    }
}

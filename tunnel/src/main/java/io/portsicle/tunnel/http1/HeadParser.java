package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// What the parsers of heads and trailers do alike: take in bytes, go from line to line, and
/// remember how far they came.
///
/// A line that runs out of data is read again from its start, but not before a line end arrived: so
/// a head that comes byte by byte costs no more than twice its length.
abstract sealed class HeadParser permits Http1RequestParser, Http1ResponseParser, TrailerParser {
    final Fields fields = new Fields();
    final FieldLine line = new FieldLine();
    final FramingFields framingFields = new FramingFields();

    private final Http1Limits limits;
    private final int maxEmptyLines;
    private final HeadIntake intake;
    private int emptyLines;
    private int at;
    private int searched;
    private int lines;
    private @Nullable Http1Problem problem;

    HeadParser(Http1Limits limits, int maxEmptyLines) {
        this.limits = limits;
        this.maxEmptyLines = maxEmptyLines;
        this.intake = new HeadIntake(limits.headBytes());
    }

    /// Reads on. The bytes of the head are consumed from `in` only when it is complete: after
    /// INCOMPLETE, call again with the same bytes and more. Empty lines before the head are skipped
    /// (RFC 9112, 2.2).
    public final HeadOutcome parse(ByteBuf in) {
        if (problem != null) {
            return HeadOutcome.INVALID;
        }
        if (intake.end() == 0 && !skipEmptyLines(in)) {
            return HeadOutcome.INCOMPLETE;
        }
        while (intake.take(in, fields)) {
            HeadOutcome outcome = readLines(fields.bytes(), intake.end());
            if (outcome == HeadOutcome.COMPLETE) {
                in.skipBytes(at);
                fields.unreserve(at);
            }
            if (outcome != HeadOutcome.INCOMPLETE) {
                return outcome;
            }
        }
        return intake.isFull() ? refuse(Http1Problem.HEAD_TOO_LARGE) : HeadOutcome.INCOMPLETE;
    }

    /// Why the head was refused; only after INVALID.
    public final Http1Problem problem() {
        if (problem == null) {
            throw new IllegalStateException("the head was not refused");
        }
        return problem;
    }

    /// The head, the caller's to change until [#reset()]; only after COMPLETE.
    public final Fields fields() {
        return fields;
    }

    /// Forgets the head, for the next one of the connection.
    public void reset() {
        fields.clear();
        framingFields.reset();
        intake.reset();
        emptyLines = 0;
        at = 0;
        searched = 0;
        lines = 0;
        problem = null;
    }

    /// Reads the first line at `start`; returns as [FieldLine#readStrict(byte[], int, int)] does,
    /// after [#refuse] for MALFORMED.
    abstract int readStartLine(byte[] a, int start, int end);

    /// Reads a field line into [#line].
    abstract int readFieldLine(byte[] a, int start, int end);

    /// Takes the field in [#line]; returns what is wrong with it, or null.
    abstract @Nullable Http1Problem takeField(byte[] a);

    /// The empty line came; returns what is wrong with the head as a whole, or null.
    abstract @Nullable Http1Problem finish();

    /// The end of the line end at `i`; `i` itself when there is none, [FieldLine#RUN_OUT] when it
    /// is cut.
    abstract int lineEnd(byte[] a, int i, int end);

    /// [#lineEnd(byte[], int, int)] where only CRLF ends a line.
    static int strictLineEnd(byte[] a, int i, int end) {
        if (i == end || a[i] == '\r' && i + 1 == end) {
            return FieldLine.RUN_OUT;
        }
        return a[i] == '\r' && a[i + 1] == '\n' ? i + 2 : i;
    }

    /// Refuses the head.
    final HeadOutcome refuse(Http1Problem why) {
        problem = why;
        return HeadOutcome.INVALID;
    }

    /// For a scan of the first line that stopped at `i`: cut there, or refused.
    final int stopped(int i, int end, Http1Problem why) {
        if (i >= end) {
            return FieldLine.RUN_OUT;
        }
        refuse(why);
        return FieldLine.MALFORMED;
    }

    private HeadOutcome readLines(byte[] a, int end) {
        if (!hasLineEnd(a, end)) {
            return HeadOutcome.INCOMPLETE;
        }
        if (lines == 0) {
            int next = readStartLine(a, 0, end);
            if (next < 0) {
                return next == FieldLine.RUN_OUT ? HeadOutcome.INCOMPLETE : HeadOutcome.INVALID;
            }
            at = next;
            lines = 1;
        }
        return readFields(a, end);
    }

    private HeadOutcome readFields(byte[] a, int end) {
        while (true) {
            int next = lineEnd(a, at, end);
            if (next == FieldLine.RUN_OUT) {
                return HeadOutcome.INCOMPLETE;
            }
            if (next != at) {
                at = next;
                Http1Problem why = finish();
                return why == null ? HeadOutcome.COMPLETE : refuse(why);
            }
            next = readFieldLine(a, at, end);
            if (next == FieldLine.RUN_OUT) {
                return HeadOutcome.INCOMPLETE;
            }
            if (next == FieldLine.MALFORMED) {
                return refuse(Http1Problem.BAD_FIELD_LINE);
            }
            Http1Problem why =
                    lines++ > limits.fields() ? Http1Problem.TOO_MANY_FIELDS : takeField(a);
            if (why != null) {
                return refuse(why);
            }
            at = next;
        }
    }

    /// Whether it is worth reading on: always at first, then once a line end came.
    private boolean hasLineEnd(byte[] a, int end) {
        int from = searched;
        searched = end;
        if (from == 0) {
            return true;
        }
        for (int i = from; i < end; i++) {
            if (a[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean skipEmptyLines(ByteBuf in) {
        while (in.isReadable() && emptyLines < maxEmptyLines) {
            int start = in.readerIndex();
            if (in.getByte(start) != '\r') {
                return true;
            }
            if (in.readableBytes() == 1) {
                return false;
            }
            if (in.getByte(start + 1) != '\n') {
                return true;
            }
            in.skipBytes(2);
            emptyLines++;
        }
        return in.isReadable();
    }
}

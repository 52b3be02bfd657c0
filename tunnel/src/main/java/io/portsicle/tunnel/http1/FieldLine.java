package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// One field line `name: value`, found in an array: where its parts are. Reused for every line.
final class FieldLine {
    /// The line does not end in the data.
    static final int RUN_OUT = -1;

    /// The line is malformed.
    static final int MALFORMED = -2;

    @Nullable KnownField name;
    int nameStart;
    int nameEnd;
    int valueStart;
    int valueEnd;

    /// Reads the line at `at` and returns where the next one starts, [#RUN_OUT] or [#MALFORMED].
    /// The name is put in lower case in place. Lines end in CRLF, nothing stands between name and
    /// colon, nothing is folded (RFC 9112, 5).
    int readStrict(byte[] a, int at, int end) {
        int i = FieldChars.lowerToken(a, at);
        if (a[i] != ':' || i == at) {
            return stopped(i, end);
        }
        nameStart = at;
        nameEnd = i;
        valueStart = FieldChars.blanks(a, i + 1);
        i = FieldChars.value(a, valueStart);
        if (a[i] != '\r' || a[i + 1] != '\n') {
            return stopped(a[i] == '\r' ? i + 1 : i, end);
        }
        return found(a, i, i + 2);
    }

    /// Like [#readStrict(byte[], int, int)] for what servers send and a gateway must repair (RFC
    /// 9112, 5.1 and 5.2): LF alone ends a line too, blanks before the colon go, a folded line is
    /// joined with spaces.
    int readLenient(byte[] a, int at, int end) {
        int i = FieldChars.lowerToken(a, at);
        nameStart = at;
        nameEnd = i;
        i = FieldChars.blanks(a, i);
        if (a[i] != ':' || nameEnd == at) {
            return stopped(i, end);
        }
        valueStart = FieldChars.blanks(a, i + 1);
        i = FieldChars.value(a, valueStart);
        while (true) {
            int lf = a[i] == '\r' ? i + 1 : i;
            if (a[lf] != '\n') {
                return stopped(lf, end);
            }
            if (lf + 1 == end) {
                return RUN_OUT;
            }
            if (a[lf + 1] != ' ' && a[lf + 1] != '\t') {
                return found(a, i, lf + 1);
            }
            a[i] = ' ';
            a[lf] = ' ';
            i = FieldChars.value(a, lf + 1);
        }
    }

    /// Adds the line to `fields`, in whose array it lies.
    void addTo(Fields fields) {
        fields.mark(name, nameStart, nameEnd, valueStart, valueEnd);
    }

    private int found(byte[] a, int lineEnd, int next) {
        valueStart = Math.min(FieldChars.blanks(a, valueStart), lineEnd);
        valueEnd = FieldChars.trimmed(a, valueStart, lineEnd);
        name = KnownField.of(a, nameStart, nameEnd);
        return next;
    }

    private static int stopped(int at, int end) {
        return at >= end ? RUN_OUT : MALFORMED;
    }
}

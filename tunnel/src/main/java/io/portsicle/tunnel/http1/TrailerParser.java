package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.Forwarding;

import org.jspecify.annotations.Nullable;

/// Parses the lines behind the last chunk, as strictly as a request's head. Fields that mean
/// nothing or harm at the end of a message are dropped (RFC 9110, 6.5.1).
final class TrailerParser extends HeadParser {
    TrailerParser(Http1Limits limits) {
        super(limits, 0);
    }

    @Override
    int readStartLine(byte[] a, int start, int end) {
        return start;
    }

    @Override
    int readFieldLine(byte[] a, int start, int end) {
        return line.readStrict(a, start, end);
    }

    @Override
    int lineEnd(byte[] a, int i, int end) {
        return strictLineEnd(a, i, end);
    }

    @Override
    @Nullable Http1Problem takeField(byte[] a) {
        line.addTo(fields);
        return null;
    }

    @Override
    @Nullable Http1Problem finish() {
        Forwarding.stripTrailers(fields);
        return null;
    }
}

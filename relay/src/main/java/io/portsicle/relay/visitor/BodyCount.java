package io.portsicle.relay.visitor;

import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

/// Counts the bytes of a body against the length that its head announced (RFC 9113, 8.1.1). On the
/// event loop of whoever reads the body.
public final class BodyCount {
    private static final long UNKNOWN = -1;

    private final long announced;
    private long received;

    private BodyCount(long announced) {
        this.announced = announced;
    }

    /// What a head announces; its Content-Length, if any, is well-formed and alone.
    public static BodyCount of(Fields head) {
        int length = head.find(KnownField.CONTENT_LENGTH);
        return new BodyCount(length < 0 ? UNKNOWN : head.number(length));
    }

    /// What the framing of a body announces.
    public static BodyCount of(BodyFraming framing) {
        return switch (framing) {
            case BodyFraming.None none -> new BodyCount(0);
            case BodyFraming.Length length -> new BodyCount(length.bytes());
            case BodyFraming.Chunked chunked -> any();
            case BodyFraming.UntilClose untilClose -> any();
        };
    }

    /// Anything may follow.
    public static BodyCount any() {
        return new BodyCount(UNKNOWN);
    }

    /// Counts a piece; false where the body is longer, or with its `end` shorter, than announced.
    public boolean take(int bytes, boolean end) {
        received += bytes;
        return announced == UNKNOWN || (end ? received == announced : received <= announced);
    }
}

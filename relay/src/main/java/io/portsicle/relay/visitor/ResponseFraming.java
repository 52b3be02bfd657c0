package io.portsicle.relay.visitor;

import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// Decides how the body of a response is delimited for its visitor (RFC 9112, 6.3). Any thread.
public final class ResponseFraming {
    private static final BodyFraming EMPTY = new BodyFraming.Length(0);

    private ResponseFraming() {}

    /// The framing of a final response; `end` says that no body follows the head. Null where the
    /// head contradicts itself.
    public static @Nullable BodyFraming of(
            Fields head, boolean end, boolean answersHead, boolean http10) {
        int field = head.find(KnownField.CONTENT_LENGTH);
        long length = field < 0 ? -1 : head.number(field);
        if (field >= 0 && (length < 0 || head.find(KnownField.CONTENT_LENGTH, field + 1) >= 0)) {
            return null;
        }
        int status = head.status();
        if (answersHead || status == 204 || status == 304) {
            return BodyFraming.NONE;
        }
        if (field >= 0) {
            return end && length > 0 ? null : new BodyFraming.Length(length);
        }
        if (end) {
            return EMPTY;
        }
        return http10 ? BodyFraming.UNTIL_CLOSE : BodyFraming.CHUNKED;
    }
}

package io.portsicle.agent.local.exchange;

import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// What a request's head must say so that the local server gets to see it, and what it says of the
/// body. No state.
public final class RequestRules {
    private static final int MOST_DIGITS = 18;
    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

    private RequestRules() {}

    /// What stands against sending this request, or null. The target must be a path: an authority
    /// in it would be for a proxy to follow, and the local server may be one.
    public static @Nullable OwnAnswer refusal(Fields head, RequestMethod method, boolean ended) {
        if (method == RequestMethod.CONNECT) {
            return OwnAnswer.notImplemented("CONNECT");
        }
        int path = head.find(KnownField.PATH);
        if (path < 0 || !isOriginForm(head, path) && !isServerWide(head, path, method)) {
            return OwnAnswer.badRequest("The request target is not a path");
        }
        long length = contentLength(head);
        if (length == MALFORMED || ended && length > 0) {
            return OwnAnswer.badRequest("Content-Length is malformed or does not fit the body");
        }
        return null;
    }

    /// How the body will be framed; `ended` when the stream ended with the head.
    public static BodyFraming framing(Fields head, RequestMethod method, boolean ended) {
        long length = contentLength(head);
        if (length >= 0) {
            return new BodyFraming.Length(length);
        }
        if (!ended) {
            return BodyFraming.CHUNKED;
        }
        return method.anticipatesBody() ? new BodyFraming.Length(0) : BodyFraming.NONE;
    }

    private static boolean isOriginForm(Fields head, int path) {
        int start = head.valueStart(path);
        return head.valueEnd(path) > start && head.bytes()[start] == '/';
    }

    /// `OPTIONS *` asks about the server as a whole (RFC 9110, 9.3.7).
    private static boolean isServerWide(Fields head, int path, RequestMethod method) {
        return method == RequestMethod.OPTIONS && head.valueIs(path, "*");
    }

    private static long contentLength(Fields head) {
        int i = head.find(KnownField.CONTENT_LENGTH);
        if (i < 0) {
            return ABSENT;
        }
        boolean repeated = head.find(KnownField.CONTENT_LENGTH, i + 1) >= 0;
        boolean tooLong = head.valueEnd(i) - head.valueStart(i) > MOST_DIGITS;
        long number = head.number(i);
        return repeated || tooLong || number < 0 ? MALFORMED : number;
    }
}

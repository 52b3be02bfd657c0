package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// Turns request heads from the tunnel into HTTP/1.1 for the local server. Event loop only.
final class RequestWriter {
    private static final int TYPICAL_HEAD = 1024;
    private static final int MOST_DIGITS = 18;
    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

    private final LocalSettings settings;
    private final ByteBufAllocator allocator;
    private final @Nullable String pathPrefix;
    private final @Nullable String fixedHost;
    private final AddressMapping mapping;

    RequestWriter(LocalSettings settings, AddressMapping mapping, ByteBufAllocator allocator) {
        this.settings = settings;
        this.allocator = allocator;
        this.pathPrefix = settings.basePath().isEmpty() ? null : settings.basePath();
        this.fixedHost = settings.hostField().orElse(null);
        this.mapping = mapping;
    }

    /// What stands against sending this request, or null. The target must be a path: an authority
    /// in it would be for a proxy to follow, and the local server may be one.
    @Nullable OwnAnswer refusal(Fields head, RequestMethod method, boolean ended) {
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
    BodyFraming framing(Fields head, RequestMethod method, boolean ended) {
        long length = contentLength(head);
        if (length >= 0) {
            return new BodyFraming.Length(length);
        }
        if (!ended) {
            return BodyFraming.CHUNKED;
        }
        return method.anticipatesBody() ? new BodyFraming.Length(0) : BodyFraming.NONE;
    }

    /// The head in HTTP/1.1; `head` is changed on the way. The caller owns the result.
    ByteBuf write(Fields head, BodyFraming framing, PublicAddress visited) {
        prepare(head, visited);
        return render(head, framing);
    }

    /// The same for a request that asks for another protocol.
    ByteBuf writeUpgrade(Fields head, Upgrade upgrade, PublicAddress visited) {
        prepare(head, visited);
        upgrade.addTo(head);
        return render(head, framing(head, RequestMethod.of(head), true));
    }

    /// The same in HTTP/2; the result is the caller's own.
    Fields writeHttp2(Fields head, PublicAddress visited) {
        prepare(head, visited);
        head.set(KnownField.AUTHORITY, host(head));
        head.set(KnownField.SCHEME, settings.scheme());
        if (pathPrefix != null && !isServerWide(head)) {
            head.set(KnownField.PATH, pathPrefix + head.value(KnownField.PATH));
        }
        return head.copy();
    }

    private void prepare(Fields head, PublicAddress visited) {
        Forwarding.stripHopByHop(head);
        mapping.toLocal(head, visited);
    }

    private ByteBuf render(Fields head, BodyFraming framing) {
        ByteBuf out = allocator.ioBuffer(TYPICAL_HEAD);
        String prefix = isServerWide(head) ? null : pathPrefix;
        Http1Writer.request(head, prefix, host(head), framing, out);
        return out;
    }

    private String host(Fields head) {
        if (fixedHost != null) {
            return fixedHost;
        }
        String authority = head.value(KnownField.AUTHORITY);
        return authority == null ? settings.authority() : authority;
    }

    private static boolean isOriginForm(Fields head, int path) {
        int start = head.valueStart(path);
        return head.valueEnd(path) > start && head.bytes()[start] == '/';
    }

    /// `OPTIONS *` asks about the server as a whole (RFC 9110, 9.3.7).
    private static boolean isServerWide(Fields head, int path, RequestMethod method) {
        return method == RequestMethod.OPTIONS && head.valueIs(path, "*");
    }

    private static boolean isServerWide(Fields head) {
        return head.valueIs(head.find(KnownField.PATH), "*");
    }

    private static long contentLength(Fields head) {
        int i = head.find(KnownField.CONTENT_LENGTH);
        if (i < 0) {
            return ABSENT;
        }
        int from = head.valueStart(i);
        int to = head.valueEnd(i);
        boolean repeated = head.find(KnownField.CONTENT_LENGTH, i + 1) >= 0;
        return repeated ? MALFORMED : digits(head.bytes(), from, to);
    }

    private static long digits(byte[] bytes, int from, int to) {
        if (from == to || to - from > MOST_DIGITS) {
            return MALFORMED;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return MALFORMED;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }
}

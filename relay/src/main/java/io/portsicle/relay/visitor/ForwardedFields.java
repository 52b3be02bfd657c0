package io.portsicle.relay.visitor;

import io.netty.util.NetUtil;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// Says where a request came from: `X-Forwarded-For`, `-Proto`, `-Host`, `Forwarded` (RFC 7239) and
/// `Via` (RFC 9110, 7.6.3).
///
/// What does not change is rendered once per connection. One per visitor; on its event loop.
final class ForwardedFields {
    private static final byte[] VIA_1_1 = ascii("1.1 portsicle");
    private static final byte[] VIA_1_0 = ascii("1.0 portsicle");
    private static final byte[] VIA_2_0 = ascii("2.0 portsicle");

    private final byte[] address;
    private final byte[] scheme;
    private final byte[] forwardedPrefix;

    ForwardedFields(@Nullable InetAddress remote, String scheme) {
        String text = remote == null ? "unknown" : NetUtil.toAddressString(remote);
        String node = text.indexOf(':') >= 0 ? "\"[" + text + "]\"" : text;
        this.address = ascii(text);
        this.scheme = ascii(scheme);
        this.forwardedPrefix = ascii("for=" + node + ";proto=" + scheme + ";host=\"");
    }

    /// Adds the fields to a head that has an `:authority` and from which the visitor's own ones
    /// were removed, and `:scheme`, which a visitor of HTTP/2 could say wrongly.
    void addTo(Fields head, VisitorRequest.Version version) {
        head.removeAll(KnownField.SCHEME);
        head.add(KnownField.SCHEME, scheme, 0, scheme.length);
        int authority = head.find(KnownField.AUTHORITY);
        int hostStart = head.valueStart(authority);
        int hostEnd = head.valueEnd(authority);
        head.add(KnownField.X_FORWARDED_FOR, address, 0, address.length);
        head.add(KnownField.X_FORWARDED_PROTO, scheme, 0, scheme.length);
        head.mark(KnownField.X_FORWARDED_HOST, 0, 0, hostStart, hostEnd);
        addForwarded(head, hostStart, hostEnd);
        byte[] via = via(version);
        head.add(KnownField.VIA, via, 0, via.length);
    }

    /// An authority holds neither quotes nor backslashes, so that it can stand between quotes as it
    /// is.
    private void addForwarded(Fields head, int hostStart, int hostEnd) {
        int hostLength = hostEnd - hostStart;
        int start = head.reserve(forwardedPrefix.length + hostLength + 1);
        byte[] bytes = head.bytes();
        System.arraycopy(forwardedPrefix, 0, bytes, start, forwardedPrefix.length);
        int host = start + forwardedPrefix.length;
        System.arraycopy(bytes, hostStart, bytes, host, hostLength);
        bytes[host + hostLength] = '"';
        head.mark(KnownField.FORWARDED, 0, 0, start, host + hostLength + 1);
    }

    private static byte[] via(VisitorRequest.Version version) {
        return switch (version) {
            case HTTP_1_0 -> VIA_1_0;
            case HTTP_1_1 -> VIA_1_1;
            case HTTP_2 -> VIA_2_0;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

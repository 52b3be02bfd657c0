package io.portsicle.agent.local.address;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The address under which a visitor sees the endpoint: that of its request, which the relay tells
/// in `X-Forwarded-Proto`, `-Host` and `-Prefix`. Immutable, any thread.
public final class PublicAddress {
    private static final byte[] NOTHING = {};

    private final byte[] scheme;
    private final byte[] authority;
    private final byte[] prefix;
    private final String origin;
    private final String base;

    private PublicAddress(byte[] scheme, byte[] authority, byte[] prefix) {
        this.scheme = scheme;
        this.authority = authority;
        this.prefix = prefix;
        this.origin = origin(text(scheme), text(authority));
        this.base = origin + text(prefix);
    }

    /// The one that a request names, which is `last` where it names the same: most do, and that
    /// costs no memory then.
    public static PublicAddress of(Fields head, @Nullable PublicAddress last) {
        int scheme = first(head, KnownField.X_FORWARDED_PROTO, KnownField.SCHEME);
        int authority = first(head, KnownField.X_FORWARDED_HOST, KnownField.AUTHORITY);
        int prefix = head.find(KnownField.X_FORWARDED_PREFIX);
        if (last != null
                && isValue(head, scheme, last.scheme)
                && isValue(head, authority, last.authority)
                && isValue(head, prefix, last.prefix)) {
            return last;
        }
        return new PublicAddress(value(head, scheme), value(head, authority), value(head, prefix));
    }

    /// `https://demo.example.com`, as browsers write it in `Origin`.
    String origin() {
        return origin;
    }

    /// What stands before each path of the endpoint: the origin, and the prefix of a path URL.
    String base() {
        return base;
    }

    /// Where the path below the endpoint starts in a URL, or -1 where the URL is somebody else's.
    int pathStart(String url) {
        int path = origin.length();
        if (!url.regionMatches(true, 0, origin, 0, path)
                || !url.regionMatches(path, base, path, base.length() - path)) {
            return -1;
        }
        int end = base.length();
        return end == url.length() || "/?#".indexOf(url.charAt(end)) >= 0 ? end : -1;
    }

    /// Browsers leave out the port that the scheme implies.
    private static String origin(String scheme, String authority) {
        String usual = scheme.equals("https") ? ":443" : ":80";
        String name =
                authority.endsWith(usual)
                        ? authority.substring(0, authority.length() - usual.length())
                        : authority;
        return scheme + "://" + name;
    }

    private static int first(Fields head, KnownField name, KnownField otherwise) {
        int i = head.find(name);
        return i >= 0 ? i : head.find(otherwise);
    }

    private static boolean isValue(Fields head, int i, byte[] expected) {
        return i < 0
                ? expected.length == 0
                : Arrays.equals(
                        head.bytes(),
                        head.valueStart(i),
                        head.valueEnd(i),
                        expected,
                        0,
                        expected.length);
    }

    private static byte[] value(Fields head, int i) {
        return i < 0
                ? NOTHING
                : Arrays.copyOfRange(head.bytes(), head.valueStart(i), head.valueEnd(i));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

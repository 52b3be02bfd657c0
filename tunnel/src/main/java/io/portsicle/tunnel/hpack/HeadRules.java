package io.portsicle.tunnel.hpack;

import io.portsicle.tunnel.message.Authority;
import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Whether a head from HTTP/2 may be handed on: RFC 9113, 8.2 and 8.3, and what else must hold so
/// that it means the same when it is rendered as HTTP/1.1.
///
/// A section without pseudo-fields passes: it may be trailers. The caller knows whether a request,
/// a response or trailers were due.
final class HeadRules {
    private static final byte[] CONNECT = "CONNECT".getBytes(StandardCharsets.US_ASCII);
    private static final int REQUIRED =
            bit(KnownField.METHOD) | bit(KnownField.SCHEME) | bit(KnownField.PATH);
    private static final int TUNNEL = bit(KnownField.METHOD) | bit(KnownField.AUTHORITY);

    private HeadRules() {}

    /// Checks the head; a Host field is folded into `:authority` on the way.
    static boolean accept(Fields head) {
        int seen = 0;
        int i = 0;
        for (; i < head.count() && isPseudo(head.known(i)); i++) {
            KnownField name = head.known(i);
            if (name == null || (seen & bit(name)) != 0 || !isPseudoValue(name, head, i)) {
                return false;
            }
            seen |= bit(name);
        }
        for (; i < head.count(); i++) {
            if (!isName(head, i) || !isValue(head, i)) {
                return false;
            }
        }
        return isWhole(seen, head) && (!head.has(KnownField.HOST) || foldHost(head));
    }

    /// Whether these pseudo-fields make up a request, a response, or trailers.
    private static boolean isWhole(int pseudo, Fields head) {
        if (pseudo == 0 || pseudo == bit(KnownField.STATUS)) {
            return true;
        }
        if ((pseudo & bit(KnownField.STATUS)) != 0 || (pseudo & bit(KnownField.METHOD)) == 0) {
            return false;
        }
        boolean connect = isConnect(head, head.find(KnownField.METHOD));
        if ((pseudo & bit(KnownField.PROTOCOL)) != 0) {
            return connect && (pseudo & REQUIRED) == REQUIRED;
        }
        return connect ? pseudo == TUNNEL : (pseudo & REQUIRED) == REQUIRED;
    }

    /// A Host field beside or instead of `:authority`: it must say the same, and goes (RFC 9113,
    /// 8.3.1).
    private static boolean foldHost(Fields head) {
        int host = head.find(KnownField.HOST);
        String value = head.value(host);
        if (head.find(KnownField.HOST, host + 1) >= 0) {
            return false;
        }
        head.remove(host);
        if (!head.has(KnownField.METHOD)) {
            return true;
        }
        String authority = head.value(KnownField.AUTHORITY);
        if (authority != null) {
            return authority.equalsIgnoreCase(value);
        }
        head.add(KnownField.AUTHORITY, value);
        int i = head.find(KnownField.AUTHORITY);
        return Authority.isValid(head.bytes(), head.valueStart(i), head.valueEnd(i));
    }

    private static boolean isPseudoValue(KnownField name, Fields head, int i) {
        byte[] a = head.bytes();
        int from = head.valueStart(i);
        int to = head.valueEnd(i);
        return switch (name) {
            case METHOD, SCHEME -> FieldChars.isToken(a, from, to);
            case PROTOCOL -> isProtocol(a, from, to);
            case PATH -> isPath(a, from, to);
            case AUTHORITY -> Authority.isValid(a, from, to);
            case STATUS -> to - from == 3 && head.number(i) >= 100;
            default -> false;
        };
    }

    /// A token of Upgrade: a name, perhaps with a version (`SPDY/3.1`; RFC 9110, 7.8).
    private static boolean isProtocol(byte[] a, int from, int to) {
        int slash = from;
        while (slash < to && a[slash] != '/') {
            slash++;
        }
        return FieldChars.isToken(a, from, slash)
                && (slash == to || FieldChars.isToken(a, slash + 1, to));
    }

    private static boolean isPath(byte[] a, int from, int to) {
        return FieldChars.isTarget(a, from, to)
                && (a[from] == '/' || a[from] == '*' && to - from == 1);
    }

    private static boolean isName(Fields head, int i) {
        KnownField name = head.known(i);
        return name == null
                ? FieldChars.isLowerToken(head.bytes(), head.nameStart(i), head.nameEnd(i))
                : isAllowed(name, head, i);
    }

    private static boolean isConnect(Fields head, int method) {
        int from = head.valueStart(method);
        return Arrays.equals(CONNECT, 0, CONNECT.length, head.bytes(), from, head.valueEnd(method));
    }

    /// Fields of one connection have no place in HTTP/2 (RFC 9113, 8.2.2), nor have pseudo-fields
    /// behind others.
    private static boolean isAllowed(KnownField name, Fields head, int i) {
        return switch (name) {
            case CONNECTION, PROXY_CONNECTION, KEEP_ALIVE, TRANSFER_ENCODING, UPGRADE -> false;
            case TE -> head.valueIs(i, "trailers");
            case CONTENT_LENGTH -> head.number(i) >= 0 && head.find(name) == i;
            default -> !name.isPseudo();
        };
    }

    private static boolean isValue(Fields head, int i) {
        byte[] a = head.bytes();
        int from = head.valueStart(i);
        int to = head.valueEnd(i);
        if (from == to) {
            return true;
        }
        return !isBlank(a[from]) && !isBlank(a[to - 1]) && FieldChars.isValue(a, from, to);
    }

    private static boolean isPseudo(@Nullable KnownField name) {
        return name != null && name.isPseudo();
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int bit(KnownField pseudo) {
        return 1 << pseudo.ordinal();
    }
}

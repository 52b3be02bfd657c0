package io.portsicle.tunnel.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a gateway takes out of a head before it hands it on (RFC 9110, 7.6), in place. No state.
///
/// The order is part of the rules: take out first, add own fields then. So a visitor who names
/// `X-Forwarded-For` in its Connection field does not get rid of ours.
public final class Forwarding {
    private static final String[] UNTRUSTED = {
        "forwarded", "x-real-ip", "content-length", "transfer-encoding"
    };
    private static final String[] UNTRUSTED_PREFIXES = {"x-forwarded", "portsicle-"};
    private static final byte[] TRAILERS = "trailers".getBytes(StandardCharsets.US_ASCII);

    private Forwarding() {}

    /// Removes the fields that concern one connection only: those that Connection names, then the
    /// well-known ones. A TE that lists `trailers` stays as just that: gRPC servers ask for it.
    public static void stripHopByHop(Fields head) {
        for (int i = head.find(KnownField.CONNECTION);
                i >= 0;
                i = head.find(KnownField.CONNECTION)) {
            int from = head.valueStart(i);
            int to = head.valueEnd(i);
            head.remove(i);
            removeListed(head, from, to);
        }
        for (int i = head.count() - 1; i >= 0; i--) {
            KnownField name = head.known(i);
            if (name != null
                    && name.isHopByHop()
                    && !(name == KnownField.TE && reduceToTrailers(head, i))) {
                head.remove(i);
            }
        }
    }

    /// Removes what a visitor has no say in: where a request came from and what Portsicle tells
    /// itself. Names that servers fold into those (`X_Forwarded_For`) go too, and those that they
    /// fold into the framing fields (`Content_Length`).
    public static void stripUntrusted(Fields head) {
        for (int i = head.count() - 1; i >= 0; i--) {
            KnownField name = head.known(i);
            if (name == null
                    ? isUntrusted(head.bytes(), head.nameStart(i), head.nameEnd(i))
                    : isUntrusted(name)) {
                head.remove(i);
            }
        }
    }

    /// Removes from trailers what must not come after a body: fields of framing, routing, identity
    /// and of the connection (RFC 9110, 6.5.1).
    public static void stripTrailers(Fields trailers) {
        stripHopByHop(trailers);
        stripUntrusted(trailers);
        for (int i = trailers.count() - 1; i >= 0; i--) {
            KnownField name = trailers.known(i);
            if (name != null && (isProtected(name) || name == KnownField.TE)) {
                trailers.remove(i);
            }
        }
    }

    private static void removeListed(Fields head, int from, int to) {
        byte[] a = head.bytes();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || a[i] == ',') {
                removeNamed(head, start, i);
                start = i + 1;
            } else if (a[i] >= 'A' && a[i] <= 'Z') {
                a[i] |= 0x20;
            }
        }
    }

    private static void removeNamed(Fields head, int from, int to) {
        byte[] a = head.bytes();
        int start = afterBlanks(a, from, to);
        int end = FieldChars.trimmed(a, start, to);
        KnownField name = KnownField.of(a, start, end);
        if (name == null) {
            removeUnknown(head, start, end);
        } else if (!isProtected(name) && name != KnownField.CONNECTION && name != KnownField.TE) {
            head.removeAll(name);
        }
    }

    private static void removeUnknown(Fields head, int from, int to) {
        byte[] a = head.bytes();
        for (int i = head.count() - 1; i >= 0; i--) {
            if (head.known(i) == null
                    && Arrays.equals(a, head.nameStart(i), head.nameEnd(i), a, from, to)) {
                head.remove(i);
            }
        }
    }

    /// What a Connection field can't take away: a visitor must not be able to turn an authorised
    /// request into another one.
    private static boolean isProtected(KnownField name) {
        return switch (name) {
            case AUTHORITY, METHOD, PATH, SCHEME, STATUS, PROTOCOL, HOST -> true;
            case AUTHORIZATION, COOKIE, SET_COOKIE, WWW_AUTHENTICATE, ORIGIN -> true;
            case CONTENT_LENGTH, CONTENT_TYPE, CONTENT_ENCODING, CONTENT_RANGE -> true;
            case CACHE_CONTROL, EXPECT, RANGE, MAX_FORWARDS, VIA -> true;
            default -> isUntrusted(name);
        };
    }

    private static boolean isUntrusted(KnownField name) {
        return switch (name) {
            case FORWARDED,
                    X_FORWARDED_FOR,
                    X_FORWARDED_HOST,
                    X_FORWARDED_PORT,
                    X_FORWARDED_PREFIX,
                    X_FORWARDED_PROTO,
                    X_FORWARDED_SERVER,
                    X_REAL_IP,
                    PORTSICLE_ERROR,
                    PORTSICLE_METHOD,
                    PORTSICLE_UPGRADE ->
                    true;
            default -> false;
        };
    }

    private static boolean isUntrusted(byte[] a, int from, int to) {
        for (String name : UNTRUSTED) {
            if (to - from == name.length() && startsWith(a, from, to, name)) {
                return true;
            }
        }
        for (String prefix : UNTRUSTED_PREFIXES) {
            if (startsWith(a, from, to, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] a, int from, int to, String prefix) {
        if (to - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            byte b = a[from + i] == '_' ? (byte) '-' : a[from + i];
            if (b != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Makes `trailers` the whole value of TE field `i` where it is listed there; false where it is
    /// not.
    private static boolean reduceToTrailers(Fields head, int i) {
        byte[] a = head.bytes();
        int end = head.valueEnd(i);
        int start = head.valueStart(i);
        for (int at = start; at <= end; at++) {
            if (at < end && a[at] != ',') {
                continue;
            }
            int coding = afterBlanks(a, start, at);
            int stop = coding + TRAILERS.length;
            if (lowerCaseStartsWith(a, coding, at, TRAILERS)
                    && (stop == at || isBlank(a[stop]) || a[stop] == ';')) {
                System.arraycopy(TRAILERS, 0, a, coding, TRAILERS.length);
                head.place(i, coding, stop);
                return true;
            }
            start = at + 1;
        }
        return false;
    }

    private static boolean lowerCaseStartsWith(byte[] a, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (FieldChars.lowerTokenByte(a[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int afterBlanks(byte[] a, int from, int to) {
        int i = from;
        while (i < to && isBlank(a[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}

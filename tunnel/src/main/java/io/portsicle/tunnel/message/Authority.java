package io.portsicle.tunnel.message;

/// The authority of a request: `host` or `host:port`, without user information. Narrower than RFC
/// 3986, 3.2.2: letters, digits and `-._~`, or an address in brackets; that is what real clients
/// send, and what nobody reads in two ways.
public final class Authority {
    private static final int MAX_PORT = 65535;
    private static final int MAX_PORT_DIGITS = 5;

    private Authority() {}

    /// Where the authority of an absolute URI starts, or -1 when it is no `http` or `https` URI.
    public static int start(byte[] a, int from, int to) {
        int colon = from;
        while (colon < to && a[colon] != ':') {
            colon++;
        }
        int length = colon - from;
        if (to - colon < 3
                || a[colon + 1] != '/'
                || a[colon + 2] != '/'
                || length < 4
                || length > 5) {
            return -1;
        }
        boolean http =
                lower(a[from]) == 'h'
                        && lower(a[from + 1]) == 't'
                        && lower(a[from + 2]) == 't'
                        && lower(a[from + 3]) == 'p';
        return http && (length == 4 || lower(a[from + 4]) == 's') ? colon + 3 : -1;
    }

    /// Whether it is `host` or `host:port`.
    public static boolean isValid(byte[] a, int from, int to) {
        if (from == to) {
            return false;
        }
        int hostEnd = a[from] == '[' ? bracketed(a, from, to) : FieldChars.hostName(a, from, to);
        return hostEnd > from && (hostEnd == to || a[hostEnd] == ':' && isPort(a, hostEnd + 1, to));
    }

    private static int bracketed(byte[] a, int from, int to) {
        int i = from + 1;
        while (i < to && (FieldChars.hexDigit(a[i]) >= 0 || a[i] == ':' || a[i] == '.')) {
            i++;
        }
        return i < to && i > from + 2 && a[i] == ']' ? i + 1 : from;
    }

    private static boolean isPort(byte[] a, int from, int to) {
        if (from == to) {
            return true;
        }
        long port = to - from > MAX_PORT_DIGITS ? -1 : Fields.decimal(a, from, to);
        return port >= 0 && port <= MAX_PORT;
    }

    private static int lower(byte b) {
        return b | 0x20;
    }
}

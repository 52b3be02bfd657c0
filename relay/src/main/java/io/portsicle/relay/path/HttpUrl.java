package io.portsicle.relay.path;

import org.jspecify.annotations.Nullable;

/// An absolute `http` or `https` URL, as far as it says where it leads: its authority, and where
/// its path starts. Immutable.
record HttpUrl(String authority, int pathStart) {
    /// The URL, or null where it is something else.
    static @Nullable HttpUrl of(String text) {
        int start = schemeEnd(text);
        if (start < 0) {
            return null;
        }
        int end = start;
        while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return new HttpUrl(text.substring(start, end), end);
    }

    /// Whether it leads to the host and port that a request named. The scheme does not count:
    /// servers behind gateways often think that theirs is the visitor's.
    boolean isAt(String ownAuthority) {
        return withoutUsualPort(authority).equalsIgnoreCase(withoutUsualPort(ownAuthority));
    }

    private static int schemeEnd(String text) {
        if (text.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return text.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static String withoutUsualPort(String authority) {
        for (String port : new String[] {":80", ":443"}) {
            if (authority.endsWith(port)) {
                return authority.substring(0, authority.length() - port.length());
            }
        }
        return authority;
    }
}

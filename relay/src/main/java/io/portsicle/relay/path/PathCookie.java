package io.portsicle.relay.path;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// The relay's own cookie: the name of the endpoint whose page the browser showed last. Local
/// servers never see it, and can't set it.
final class PathCookie {
    private static final String NAME = "portsicle-path";

    private PathCookie() {}

    /// The name that a request brings, or null. Whatever it is, it need not be a good one.
    static @Nullable String of(Fields head) {
        for (int i = head.find(KnownField.COOKIE);
                i >= 0;
                i = head.find(KnownField.COOKIE, i + 1)) {
            String value = head.value(i);
            if (!isMentioned(value)) {
                continue;
            }
            for (String pair : value.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && isIts(pair)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return null;
    }

    /// The value of Set-Cookie that makes a browser remember a name until it is closed.
    static String remember(String name, boolean isSecure) {
        return NAME
                + "="
                + name
                + "; Path=/; HttpOnly; SameSite=Lax"
                + (isSecure ? "; Secure" : "");
    }

    /// Whether a text may hold the cookie: a quick look.
    static boolean isMentioned(String text) {
        return text.contains(NAME);
    }

    /// Whether a pair of Cookie or Set-Cookie is the relay's. A browser writes a cookie without
    /// name as its value alone, so that an equals sign in front hides nothing.
    static boolean isIts(String pair) {
        String bare = pair.strip();
        String named = bare.startsWith("=") ? bare.substring(1).strip() : bare;
        int equals = named.indexOf('=');
        return (equals < 0 ? named : named.substring(0, equals)).strip().equals(NAME);
    }
}

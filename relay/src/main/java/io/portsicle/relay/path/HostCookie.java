package io.portsicle.relay.path;

/// Cookies whose name starts with `__Host-`. Browsers take them with `Path=/` only, where every
/// endpoint would get them; they cross as `__Secure-Host-…`, which may have a path.
final class HostCookie {
    private static final String ORIGINAL = "__Host-";
    private static final String RENAMED = "__Secure-Host-";

    private HostCookie() {}

    /// Whether a text may hold a renamed one: a quick look.
    static boolean isMentioned(String text) {
        return text.contains(RENAMED);
    }

    /// A pair as a browser keeps it.
    static String renamed(String pair) {
        return pair.startsWith(ORIGINAL) ? RENAMED + pair.substring(ORIGINAL.length()) : pair;
    }

    /// A pair as the local server knows it.
    static String original(String pair) {
        return pair.startsWith(RENAMED) ? ORIGINAL + pair.substring(RENAMED.length()) : pair;
    }
}

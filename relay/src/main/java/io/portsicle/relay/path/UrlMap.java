package io.portsicle.relay.path;

/// Puts the prefix in front of paths that the local server wrote without it: root-relative ones,
/// and those of absolute URLs on the relay's own host. Everything else stays: relative ones, other
/// hosts, and what has the prefix already. Immutable.
record UrlMap(String prefix, String authority) {
    /// Maps a reference (RFC 3986, 4.1).
    String map(String reference) {
        int path = pathStart(reference);
        if (path < 0 || isBelow(reference, path)) {
            return reference;
        }
        String slash = reference.startsWith("/", path) ? "" : "/";
        return reference.substring(0, path) + prefix + slash + reference.substring(path);
    }

    /// Maps a path that starts with a slash.
    String mapPath(String path) {
        return isBelow(path, 0) ? path : prefix + path;
    }

    /// Whether it is a path of this host, and not `//other.example`, which browsers also read in
    /// `/\other.example`.
    static boolean isRootRelative(String reference) {
        return reference.startsWith("/")
                && (reference.length() == 1 || "/\\".indexOf(reference.charAt(1)) < 0);
    }

    private int pathStart(String reference) {
        if (isRootRelative(reference)) {
            return 0;
        }
        HttpUrl url = HttpUrl.of(reference);
        return url != null && url.isAt(authority) ? url.pathStart() : -1;
    }

    /// Names are the same in capitals.
    private boolean isBelow(String reference, int path) {
        int end = path + prefix.length();
        return reference.regionMatches(true, path, prefix, 0, prefix.length())
                && (end == reference.length() || "/?#".indexOf(reference.charAt(end)) >= 0);
    }
}

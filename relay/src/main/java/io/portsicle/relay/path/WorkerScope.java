package io.portsicle.relay.path;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// The value of Service-Worker-Allowed: how far beyond its own folder a service worker may reach.
/// Beyond the prefix it would answer for other endpoints.
final class WorkerScope {
    private WorkerScope() {}

    /// Maps a value; null where it could lead out of the prefix.
    static @Nullable String map(String value, UrlMap urls) {
        if (!UrlMap.isRootRelative(value) || mayLeadUp(value)) {
            return null;
        }
        String mapped = urls.mapPath(value);
        boolean isInside = mapped.startsWith("/", urls.prefix().length());
        return isInside ? mapped : urls.prefix() + "/"; // `/demo` would hold `/demo2/` as well
    }

    /// Browsers take `%2e` for a dot and `\` for a slash, and leave tabs out.
    private static boolean mayLeadUp(String value) {
        return value.contains("..")
                || value.indexOf('\\') >= 0
                || value.indexOf('\t') >= 0
                || value.toLowerCase(Locale.ROOT).contains("%2e");
    }
}

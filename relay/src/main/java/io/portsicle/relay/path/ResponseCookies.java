package io.portsicle.relay.path;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// The cookies of a local server on their way to the browser (RFC 6265, 5.2): they are for the
/// endpoint's prefix, not for its neighbours on the same host. Immutable.
///
/// @param place the path of a request that was served in place, without the prefix; else null
record ResponseCookies(UrlMap urls, @Nullable String place) {
    /// Maps the value of a Set-Cookie; null where it is none of the local server's business.
    @Nullable String map(String value) {
        String[] parts = value.split(";", -1);
        if (PathCookie.isIts(parts[0])) {
            return null;
        }
        StringBuilder mapped = new StringBuilder(value.length() + 64);
        mapped.append(HostCookie.renamed(parts[0].strip()));
        String path = "";
        for (int i = 1; i < parts.length; i++) {
            switch (attribute(parts[i])) {
                case "path" -> path = attributeValue(parts[i]); // the last one counts
                case "domain", "" -> {}
                default -> mapped.append("; ").append(parts[i].strip());
            }
        }
        return mapped.append(pathAttribute(path)).toString();
    }

    /// A cookie without a good path gets that of its request, which the browser sees with the
    /// prefix, unless it was served in place.
    private String pathAttribute(String path) {
        if (path.startsWith("/")) {
            return "; Path=" + urls.mapPath(path);
        }
        return place == null ? "" : "; Path=" + urls.prefix() + defaultPath(place);
    }

    /// RFC 6265, 5.1.4.
    private static String defaultPath(String requestPath) {
        int query = requestPath.indexOf('?');
        String path = query < 0 ? requestPath : requestPath.substring(0, query);
        int lastSlash = path.lastIndexOf('/');
        return lastSlash <= 0 ? "/" : path.substring(0, lastSlash);
    }

    private static String attribute(String part) {
        int equals = part.indexOf('=');
        return (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    }

    private static String attributeValue(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? "" : part.substring(equals + 1).strip();
    }
}

package io.portsicle.relay.path;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Where an endpoint stands on the relay's own host: its prefix is `/NAME`, as the visitor wrote
/// it. Immutable.
record Mount(Lease lease, String prefix) {
    /// The endpoint that the first segment of a path names, or null where nobody has that name.
    static @Nullable Mount of(Endpoints endpoints, String path) {
        return path.startsWith("/")
                ? named(endpoints, path.substring(1, endOfSegment(path)))
                : null;
    }

    /// The endpoint of that name, in whatever case, or null.
    static @Nullable Mount named(Endpoints endpoints, String text) {
        String name = text.toLowerCase(Locale.ROOT);
        Lease lease = EndpointName.problem(name).isPresent() ? null : endpoints.find(name);
        return lease == null ? null : new Mount(lease, "/" + text);
    }

    /// Whether a path that starts with the prefix leads into the endpoint, and not just to its
    /// name.
    boolean holds(String path) {
        return path.startsWith("/", prefix.length());
    }

    private static int endOfSegment(String path) {
        int end = 1;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '?') {
            end++;
        }
        return end;
    }
}

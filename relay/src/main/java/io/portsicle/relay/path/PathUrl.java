package io.portsicle.relay.path;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// How a request on the relay's own host led to an endpoint: below its prefix, or in place, at the
/// path that the local server knows. Immutable, any thread.
///
/// @param name the endpoint
/// @param prefix `/NAME`, as the visitor wrote it
/// @param place the path of a request that is served in place; null below the prefix
public record PathUrl(String name, String prefix, @Nullable String place) {
    static PathUrl below(Mount mount) {
        return new PathUrl(mount.lease().name().value(), mount.prefix(), null);
    }

    static PathUrl inPlace(Mount mount, String path) {
        return new PathUrl(mount.lease().name().value(), mount.prefix(), path);
    }

    /// Makes the request one for the local server, which knows nothing of the prefix: the path
    /// loses it, `X-Forwarded-Prefix` tells it, and the relay's own cookie is taken out. The head
    /// is one from which untrusted fields were removed, and has its `:authority` and `:scheme`.
    ///
    /// Comes back with what is to happen to the responses.
    public ResponseMap forward(Fields head) {
        PathResponses responses = PathResponses.to(this, head);
        String path = String.valueOf(head.value(KnownField.PATH));
        if (place == null) {
            head.set(KnownField.PATH, path.substring(prefix.length()));
        }
        head.add(KnownField.X_FORWARDED_PREFIX, prefix);
        RequestCookies.forward(head);
        return responses;
    }
}

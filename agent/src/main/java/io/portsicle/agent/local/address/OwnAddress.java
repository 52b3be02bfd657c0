package io.portsicle.agent.local.address;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The local server's address as the server itself writes it, and how much of it visitors' requests
/// are to show. Immutable, any thread.
///
/// - `scheme`: `http` or `https`;
/// - `authority`: host and port;
/// - `basePath`: put before each path, empty or `/…` without a slash at its end;
/// - `hostField`: the value of `Host`; empty hands on what the visitor sent;
/// - `rewritesOrigin`: whether `Origin` and `Referer` become the server's where they are the
///   endpoint's own.
public record OwnAddress(
        String scheme,
        String authority,
        String basePath,
        Optional<String> hostField,
        boolean rewritesOrigin) {

    /// As browsers write it.
    String origin() {
        return scheme + "://" + authority;
    }

    /// The value of `Host` for a request.
    public String host(Fields request) {
        if (hostField.isPresent()) {
            return hostField.get();
        }
        String asked = request.value(KnownField.AUTHORITY);
        return asked == null ? authority : asked;
    }

    /// What goes before the path of a request, or null where nothing does: `OPTIONS *` asks about
    /// the server as a whole (RFC 9110, 9.3.7).
    public @Nullable String pathPrefix(Fields request) {
        boolean isServerWide = request.valueIs(request.find(KnownField.PATH), "*");
        return basePath.isEmpty() || isServerWide ? null : basePath;
    }
}

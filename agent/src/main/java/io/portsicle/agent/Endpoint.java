package io.portsicle.agent;

import java.net.URI;
import java.util.List;

/// A public URL of this agent, as the relay gave it. Immutable, any thread.
///
/// `name` is what the relay knows it by, `url` where visitors find it, `alsoAt` further addresses
/// of the same endpoint, for example the path form.
public record Endpoint(String name, URI url, List<URI> alsoAt) {
    public Endpoint {
        alsoAt = List.copyOf(alsoAt);
    }
}

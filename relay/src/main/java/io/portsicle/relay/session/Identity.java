package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.token.Owner;

/// Who a session is, whichever relay process knows it: its id, its endpoint's name, its owner.
/// Immutable, any thread.
public record Identity(String id, EndpointName name, Owner owner) {}

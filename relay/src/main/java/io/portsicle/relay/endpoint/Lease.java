package io.portsicle.relay.endpoint;

/// One name in the hands of one holder, from the moment it was granted until it is released. Any
/// thread.
public final class Lease {
    private final EndpointName name;
    private final Holder holder;
    private volatile boolean ended;

    Lease(EndpointName name, Holder holder) {
        this.name = name;
        this.holder = holder;
    }

    /// The name.
    public EndpointName name() {
        return name;
    }

    /// Who has it.
    public Holder holder() {
        return holder;
    }

    /// Whether the name may belong to someone else by now: whoever remembers a lease looks here
    /// before each use.
    public boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }
}

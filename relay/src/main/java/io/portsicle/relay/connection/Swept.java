package io.portsicle.relay.connection;

/// A visitor's connection as its [Sweep] sees it. On the event loop of both.
public interface Swept {
    /// The slot of a visitor that no sweep looks after.
    int NOWHERE = -1;

    /// A second has passed.
    void second();

    /// The relay is about to close: a request of this visitor would be its last one here.
    void relayDrains();

    /// The relay closes: a connection on which nothing runs goes at once.
    void relayCloses();

    /// Where the visitor stands in its sweep.
    int sweepSlot();

    void sweepSlot(int slot);
}

package io.portsicle.tunnel;

/// Something that has written bytes which are to leave at the end of the event-loop turn.
public interface Flushable {
    /// Sends what was written. On the event loop, once for each [TurnFlush#add(Flushable)].
    void flushTurn();
}

package io.portsicle.tunnel;

/// Why a link ended, in words that a user can read: they complete "connection lost: …".
public sealed interface LinkEnd {
    /// In a few words.
    String reason();

    /// This side closed it.
    record ClosedHere(String reason) implements LinkEnd {}

    /// The peer said GOAWAY, finished what ran, and left.
    record ClosedByPeer(String reason) implements LinkEnd {}

    /// The connection broke or fell silent.
    record Lost(String reason) implements LinkEnd {}

    /// The peer, or this side, broke the protocol.
    record Broken(String reason) implements LinkEnd {}
}

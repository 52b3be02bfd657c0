package io.portsicle.relay.connection;

/// Where a visitor's connection is on its way from one request to the next.
public enum Phase {
    /// Waits for a request head, or for the rest of one.
    HEAD,
    /// Goes to the event loop of the link that will serve the request.
    MOVING,
    /// A request waits for its agent to come back.
    PARKED,
    /// A request is being served.
    EXCHANGE,
    /// The connection speaks another protocol.
    UPGRADED,
    /// Answered; the rest of the request's body is dropped, then the next request follows.
    DRAINING,
    /// Answered for the last time; the response is on its way out.
    CLOSING,
    /// The last response is sent; what still comes is dropped, so that no RST destroys it on its
    /// way.
    LINGERING,
    /// Closed, or no longer a visitor's connection.
    GONE
}

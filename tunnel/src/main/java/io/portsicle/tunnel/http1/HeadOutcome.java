package io.portsicle.tunnel.http1;

/// What parsing came to.
public enum HeadOutcome {
    /// More bytes are needed.
    INCOMPLETE,
    /// The head is there, its bytes are consumed.
    COMPLETE,
    /// The peer broke the rules: the connection can't be used any longer.
    INVALID
}

package io.portsicle.tunnel.fuzz;

/// What a comparison came to. Each comparison names the reasons that ours may be stricter for in an
/// enum of its own: what is refused for another reason is a failure.
public interface Verdict {
    /// The verdicts that need no reason.
    enum Plain implements Verdict {
        /// Both read the same.
        ALIKE,
        /// Both refuse it, or both wait for more, or one refuses what the other waits for.
        NOT_ACCEPTED
    }
}

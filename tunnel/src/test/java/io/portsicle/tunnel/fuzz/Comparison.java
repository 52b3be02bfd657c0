package io.portsicle.tunnel.fuzz;

/// One reader of ours beside Netty's.
public interface Comparison {
    /// Makes an input. A draft that is sound must become one that ours accepts.
    void make(Draft draft);

    /// Gives the input to both. A difference that nothing allows is thrown: [Draft#differs].
    Verdict judge(Draft draft) throws Exception;
}

package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.path.ResponseMap;
import io.portsicle.relay.registration.Upgrade;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// A visitor's request as its [Dispatcher] sees it: what it asks for, whatever version of HTTP it
/// came in, and where its answer goes. On the visitor's event loop.
public interface VisitorRequest {
    /// The version of HTTP that the visitor speaks.
    enum Version {
        HTTP_1_0,
        HTTP_1_1,
        HTTP_2
    }

    /// The version that this one came in.
    Version version();

    /// The head. It may be changed.
    Fields head();

    /// Whether the response must have no body because the method is HEAD.
    boolean isHeadMethod();

    /// Whether the request announced a body.
    boolean hasBody();

    /// What the head and the bytes at hand take up in memory.
    int heldBytes();

    /// Seconds, as a clock that is good on this event loop only.
    int seconds();

    /// Gets where a link of the holder can be used from; false where that takes a while: then
    /// `then` runs on arrival, unless the visitor is gone by then.
    boolean reach(Link link, Holder of, Runnable then);

    /// Goes to a link that was reached; `wish` is what the visitor wants its connection to become,
    /// and `responses` is what happens to the responses on their way back.
    void serve(Link link, @Nullable UpgradeWish wish, ResponseMap responses);

    /// Waits for the agent: nothing runs, and little more is read.
    void park();

    /// Goes on after [#park()]; false when the visitor left meanwhile.
    boolean unpark();

    /// Gets the relay's own answer; `mayFollow` where another request on the same connection can be
    /// understood.
    void answer(LocalAnswer answer, boolean mayFollow);

    /// The connection becomes an agent's link.
    void complete(Upgrade upgrade);
}

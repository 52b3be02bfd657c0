package io.portsicle.agent.local.http1;

import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.tunnel.message.Fields;

/// An exchange as the connection that carries it in HTTP/1.1 sees it. Event loop only.
sealed interface Http1Exchange extends ResponseListener permits LocalExchange, UpgradeExchange {
    /// There is a connection for it.
    void sendOn(LocalConnection connection);

    /// There is no connection to be had.
    void onNoConnection(OwnAnswer why);

    /// The local server switches protocols (101), with that head, which is valid during the call
    /// only. Bytes that came behind it go to the handler that then has the connection's place.
    void onSwitched(LocalConnection connection, Fields head);

    /// The response is read to its end; the connection is no longer this exchange's.
    void onResponseComplete();

    /// The local server sent what can't be understood; `reason` continues a sentence about it.
    void onBadResponse(String reason);

    /// The connection was closed before the response was complete; `stale` where it may have been
    /// closed before the request came to it.
    void onConnectionLost(boolean stale, String reason);

    /// The connection can take more, or less.
    void onWritabilityChanged();

    /// Bytes of the response that go on at once; where none do, bytes that may wait.
    int room();

    /// Whether the local server has the whole request, so that the connection is good for another.
    boolean isRequestEnded();
}

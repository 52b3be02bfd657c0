package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

/// Takes a response as it comes: interim heads, the head, the body, perhaps trailers. Heads are
/// valid during the call only; data belongs to the receiver.
interface ResponseListener {
    void onInterimHead(Fields head);

    void onResponseHead(Fields head, int status, boolean end);

    void onResponseData(ByteBuf data, boolean end);

    void onResponseTrailers(Fields trailers);
}

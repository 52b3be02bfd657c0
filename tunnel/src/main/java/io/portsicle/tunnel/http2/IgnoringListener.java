package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

/// Listens to a stream that nobody is interested in, or not in all of it: what is not overridden is
/// dropped. No credit is given for the data. Of itself it has no state, so one serves all streams.
public class IgnoringListener implements StreamListener {
    @Override
    public void onHead(Fields head, boolean end) {}

    @Override
    public void onData(ByteBuf data, boolean end) {
        data.release();
    }

    @Override
    public void onTrailers(Fields trailers) {}

    @Override
    public void onRoom() {}

    @Override
    public void onClosed(StreamEnd end) {}
}

package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.relay.visitor.UpgradeWish;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// A request that asks for another protocol: an exchange as any other until the local server has
/// granted the wish, a [Conduit] from then on. On the event loop of the visitor and the link.
final class UpgradeExchange implements StreamListener {
    private final Http1Visitor visitor;
    private final VisitorOutput output;
    private final UpgradeWish wish;
    private final Http1Exchange exchange;
    private StreamListener current;

    UpgradeExchange(
            Http1Visitor visitor, VisitorOutput output, UpgradeWish wish, Http1Exchange exchange) {
        this.visitor = visitor;
        this.output = output;
        this.wish = wish;
        this.exchange = exchange;
        this.current = exchange;
    }

    @Override
    public void onHead(Fields head, boolean end) {
        Http2Stream stream = exchange.stream();
        if (current == exchange && stream != null && UpgradeWish.isGranted(head)) {
            wish.grant(head);
            Conduit conduit = new Conduit(visitor, output, stream);
            current = conduit;
            visitor.upgraded(conduit);
            conduit.begin(head, end);
            visitor.advance();
            return;
        }
        if (current == exchange && head.status() >= 200) {
            exchange.refused(head, end);
        } else {
            current.onHead(head, end);
        }
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        current.onData(data, end);
    }

    @Override
    public void onTrailers(Fields trailers) {
        current.onTrailers(trailers);
    }

    @Override
    public void onRoom() {
        current.onRoom();
    }

    @Override
    public void onClosed(StreamEnd end) {
        current.onClosed(end);
    }
}

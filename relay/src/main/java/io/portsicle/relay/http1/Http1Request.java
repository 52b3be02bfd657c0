package io.portsicle.relay.http1;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.path.ResponseMap;
import io.portsicle.relay.registration.Upgrade;
import io.portsicle.relay.visitor.Caller;
import io.portsicle.relay.visitor.LocalAnswer;
import io.portsicle.relay.visitor.UpgradeWish;
import io.portsicle.relay.visitor.VisitorRequest;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// The request that an HTTP/1.1 connection carries just now. One for each connection, which it
/// takes to the event loop of the link that serves it, so that an exchange and its stream never
/// cross threads.
final class Http1Request implements VisitorRequest {
    private final Caller caller;
    private final Http1Visitor visitor;
    private final RequestReader reader;
    private final VisitorOutput output;

    Http1Request(Caller caller, Http1Visitor visitor, RequestReader reader, VisitorOutput output) {
        this.caller = caller;
        this.visitor = visitor;
        this.reader = reader;
        this.output = output;
    }

    @Override
    public Version version() {
        return reader.isHttp10() ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    @Override
    public Fields head() {
        return reader.head();
    }

    @Override
    public boolean isHeadMethod() {
        return reader.isHeadMethod();
    }

    @Override
    public boolean hasBody() {
        return reader.hasBody();
    }

    @Override
    public int heldBytes() {
        return reader.heldBytes();
    }

    @Override
    public int seconds() {
        return visitor.seconds();
    }

    @Override
    public boolean reach(Link link, Holder of, Runnable then) {
        EventLoop here = caller.loop();
        if (link.loop() == here) {
            return true;
        }
        caller.reception().placement().moved(here, link.loop(), of.isAt(here));
        move(link.loop(), then);
        return false;
    }

    @Override
    public void serve(Link link, @Nullable UpgradeWish wish, ResponseMap responses) {
        Http1Exchange exchange =
                new Http1Exchange(visitor, output, isHeadMethod(), reader.isHttp10());
        visitor.begin(exchange);
        if (wish == null) {
            open(link, exchange, responses.before(exchange), reader.isComplete());
        } else if (link.takesUpgrades()) {
            wish.putInto(head());
            StreamListener upgrade = new UpgradeExchange(visitor, output, wish, exchange);
            open(link, exchange, responses.before(upgrade), false);
        } else {
            wish.takeOutOf(head());
            open(link, exchange, responses.before(exchange), true);
        }
        visitor.advance();
    }

    @Override
    public void park() {
        visitor.park();
    }

    @Override
    public boolean unpark() {
        return visitor.unpark();
    }

    @Override
    public void answer(LocalAnswer answer, boolean mayFollow) {
        boolean keepAlive = visitor.decideKeepAlive(mayFollow);
        answer.writeTo(output.gather(), keepAlive, reader.isHttp10(), isHeadMethod());
        visitor.finish();
    }

    /// Links are spread over the event loops, wherever their connections were accepted.
    @Override
    public void complete(Upgrade upgrade) {
        EventLoop home = caller.reception().placement().forLink(upgrade.loopsOfOtherLinks());
        if (home == caller.loop()) {
            handOver(upgrade);
        } else {
            move(home, () -> handOver(upgrade));
        }
    }

    private void open(Link link, Http1Exchange exchange, StreamListener listener, boolean ended) {
        exchange.opened(link.open(head(), ended, listener), ended);
    }

    private void handOver(Upgrade upgrade) {
        upgrade.complete(caller.channel(), visitor.handOver());
    }

    /// Takes the connection to another event loop and goes on there.
    private void move(EventLoop loop, Runnable next) {
        visitor.depart();
        new Migration(caller.channel(), output)
                .to(
                        loop,
                        () -> {
                            if (visitor.arrive()) {
                                next.run();
                                visitor.advance();
                            }
                        },
                        visitor::gone);
    }
}

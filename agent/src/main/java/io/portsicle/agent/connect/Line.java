package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Ticker;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// A link of a [Connector], with what it was opened for. Event loop only.
final class Line implements LinkListener {
    private final Connector connector;
    private final Registration registration;
    private final Ticker ticker;
    private @Nullable Link link;
    private long readyNanos;
    private boolean ready;

    Line(Connector connector, Registration registration, Ticker ticker) {
        this.connector = connector;
        this.registration = registration;
        this.ticker = ticker;
    }

    /// Makes a link of an upgraded channel.
    void start(Channel channel) {
        link = Link.start(channel, Link.Role.AGENT, Link.Carrier.WEBSOCKET, LinkConfig.AGENT, this);
    }

    /// What the relay gave along with it.
    Registration registration() {
        return registration;
    }

    /// Whether it ever carried requests.
    boolean isReady() {
        return ready;
    }

    /// Whether it carried requests for that long.
    boolean livedFor(Duration time) {
        return ready && ticker.nanoTime() - readyNanos >= time.toNanos();
    }

    /// The round trip to the relay, once it was measured.
    Optional<Duration> roundTrip() {
        return Optional.ofNullable(link)
                .map(Link::roundTripNanos)
                .filter(nanos -> nanos > 0)
                .map(Duration::ofNanos);
    }

    /// Takes no more requests, and closes when those that run are done.
    void drain() {
        if (link != null) {
            link.drain("closed");
        }
    }

    /// Closes at once.
    void close() {
        if (link != null) {
            link.close("closed");
        }
    }

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        return connector.listener().onStream(stream, head, end);
    }

    @Override
    public void onReady() {
        ready = true;
        readyNanos = ticker.nanoTime();
        connector.ready(this);
    }

    @Override
    public void onGoingAway() {
        connector.leaving(this);
    }

    @Override
    public void onClosed(LinkEnd end) {
        connector.lost(this, end.reason());
    }
}

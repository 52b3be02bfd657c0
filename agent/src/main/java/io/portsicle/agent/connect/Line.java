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
import java.util.function.Consumer;

/// A link of a [Connector], with what it was opened for. The link lives on its lane's event loop,
/// where its streams are served; everything else that happens to it is told on the connector's, and
/// every other method belongs there.
final class Line implements LinkListener {
    private final Slot slot;
    private final Registration registration;
    private final Lane lane;
    private final Ticker ticker;
    private volatile @Nullable Link link;
    private long readyNanos;
    private boolean ready;

    Line(Slot slot, Registration registration, Lane lane) {
        this.slot = slot;
        this.registration = registration;
        this.lane = lane;
        this.ticker = slot.connector().loop().ticker();
    }

    /// Makes a link of an upgraded channel, on the channel's event loop.
    void start(Channel channel) {
        link =
                Link.start(
                        channel,
                        Link.Role.AGENT,
                        Link.Carrier.WEBSOCKET,
                        LinkConfig.AGENT,
                        slot.connector().silence(),
                        this);
    }

    Slot slot() {
        return slot;
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

    /// The round trip to the relay in nanoseconds, or -1 before it was measured. Any thread.
    long roundTripNanos() {
        Link running = link;
        return running == null ? -1 : running.roundTripNanos();
    }

    /// Takes no more requests, and closes when those that run are done.
    void drain() {
        onLink(running -> running.drain("closed"));
    }

    /// Closes at once.
    void close() {
        onLink(running -> running.close("closed"));
    }

    /// Asks the relay whether it is still there.
    void probe(Duration patience) {
        onLink(running -> running.probe(patience));
    }

    // ---- on the link's event loop

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        return lane.streams().accept(stream, head, end);
    }

    @Override
    public void onReady() {
        slot.onLoop(
                () -> {
                    ready = true;
                    readyNanos = ticker.nanoTime();
                    slot.connector().ready(this);
                });
    }

    @Override
    public void onGoingAway() {
        slot.onLoop(() -> slot.connector().leaving(this));
    }

    @Override
    public void onClosed(LinkEnd end) {
        slot.onLoop(() -> slot.connector().lost(this, end.reason()));
    }

    private void onLink(Consumer<Link> action) {
        lane.run(
                () -> {
                    if (link != null) {
                        action.accept(link);
                    }
                });
    }
}

package io.portsicle.agent.local;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.Destination;
import io.portsicle.agent.dial.DialOutcome;
import io.portsicle.agent.dial.Dialer;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The local server as the tunnel sees it: takes visitors' requests and finds a connection for
/// each.
///
/// Everything happens on one event loop, the one of the links whose streams come here. Connections
/// go to the configured address and nowhere else.
public final class LocalServer {
    static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final LocalSettings settings;
    private final LocalListener listener;
    private final RequestWriter writer;
    private final IdleConnections idle;
    private final ResponseDeadlines deadlines;
    private final Reachability reachability;
    private final Destination destination;
    private final Dialer dialer;

    public LocalServer(
            EventLoop loop,
            Class<? extends Channel> channel,
            LocalSettings settings,
            Reachability reachability,
            LocalListener listener) {
        this.loop = loop;
        this.settings = settings;
        this.listener = listener;
        this.writer = new RequestWriter(settings, ByteBufAllocator.DEFAULT);
        this.idle = new IdleConnections(loop);
        this.deadlines = new ResponseDeadlines(loop, settings.responseTimeout());
        this.reachability = reachability;
        this.destination = new Destination(settings.host(), settings.port());
        // A failed write must not close the connection: the response that explains it may still be
        // there to be read.
        this.dialer =
                new Dialer(loop, channel, LOOK_UP_TIMEOUT, CONNECT_TIMEOUT)
                        .option(ChannelOption.AUTO_CLOSE, false);
    }

    /// Where everything happens.
    public EventLoop loop() {
        return loop;
    }

    /// Takes a visitor's request; `ended` where it has no body. `head` may be changed and is not
    /// kept.
    public StreamListener accept(Http2Stream stream, Fields head, boolean ended) {
        assert loop.inEventLoop();
        RequestMethod method = RequestMethod.of(head);
        OwnAnswer refusal = writer.refusal(head, method, ended);
        BodyFraming framing =
                refusal == null ? writer.framing(head, method, ended) : BodyFraming.NONE;
        LocalExchange exchange =
                new LocalExchange(
                        this,
                        stream,
                        method,
                        new RequestBody(framing, stream, ended),
                        head.value(KnownField.ACCEPT),
                        record(head));
        if (refusal != null) {
            // Not within this call: the stream has no listener yet.
            loop.execute(() -> exchange.answer(refusal));
            return exchange;
        }
        exchange.requestHead(writer.write(head, framing));
        send(exchange);
        return exchange;
    }

    /// Closes the idle connections; those that carry an exchange close behind it.
    public void close() {
        assert loop.inEventLoop();
        idle.close();
    }

    /// Sends an exchange on a new connection.
    void sendOnFresh(LocalExchange exchange) {
        dialer.dial(destination, outcome -> dialled(outcome, exchange));
    }

    /// Takes back a connection that is free.
    void release(LocalConnection connection) {
        idle.give(connection);
    }

    /// A free connection was closed.
    void forget(LocalConnection connection) {
        idle.forget(connection);
    }

    ResponseDeadlines deadlines() {
        return deadlines;
    }

    Duration responseTimeout() {
        return settings.responseTimeout();
    }

    String address() {
        return settings.authority();
    }

    void completed(RequestRecord record, long bytesReceived) {
        listener.onCompleted(record.completed(bytesReceived, loop.ticker().nanoTime()));
    }

    private @Nullable RequestRecord record(Fields head) {
        return settings.reportsRequests()
                ? new RequestRecord(head, loop.ticker().nanoTime())
                : null;
    }

    private void send(LocalExchange exchange) {
        LocalConnection free = idle.take();
        if (free == null) {
            sendOnFresh(exchange);
        } else {
            exchange.sendOn(free);
        }
    }

    private void dialled(DialOutcome outcome, LocalExchange exchange) {
        switch (outcome) {
            case DialOutcome.Connected(Channel channel) -> {
                reachability.connected();
                LocalConnection connection = new LocalConnection(this, channel);
                channel.pipeline().addLast("local", connection);
                exchange.sendOn(connection);
            }
            case DialOutcome.Failed(String reason) -> {
                reachability.failed(reason);
                exchange.onUnreachable(reason);
            }
        }
    }
}

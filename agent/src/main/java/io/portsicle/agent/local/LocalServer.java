package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Transport;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.WebSocketKey;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;

/// The local server as the tunnel sees it: takes visitors' requests and finds a connection for
/// each.
///
/// Everything happens on one event loop, the one of the links whose streams come here. Connections
/// go to the configured address and nowhere else.
public final class LocalServer {
    private final EventLoop loop;
    private final LocalSettings settings;
    private final LocalListener listener;
    private final AddressMapping mapping;
    private final RequestWriter writer;
    private final IdleConnections idle;
    private final ResponseDeadlines deadlines;
    private final Reachability reachability;
    private final LocalDialer dialer;
    private final SecureRandom random = new SecureRandom();
    private @Nullable PublicAddress lastVisited;

    public LocalServer(
            EventLoop loop,
            Transport transport,
            LocalSettings settings,
            Reachability reachability,
            LocalListener listener) {
        this.loop = loop;
        this.settings = settings;
        this.listener = listener;
        this.mapping = new AddressMapping(settings);
        this.writer = new RequestWriter(settings, mapping, ByteBufAllocator.DEFAULT);
        this.idle = new IdleConnections(loop);
        this.deadlines = new ResponseDeadlines(loop, settings.responseTimeout());
        this.reachability = reachability;
        this.dialer = new LocalDialer(loop, transport, settings);
    }

    /// Where everything happens.
    public EventLoop loop() {
        return loop;
    }

    /// Takes a visitor's request; `ended` where it has no body. `head` may be changed and is not
    /// kept.
    public StreamListener accept(Http2Stream stream, Fields head, boolean ended) {
        assert loop.inEventLoop();
        if (head.has(KnownField.PROTOCOL)) {
            return upgrade(stream, head, ended);
        }
        RequestMethod method = RequestMethod.of(head);
        OwnAnswer refusal = writer.refusal(head, method, ended);
        PublicAddress visited = visited(head);
        VisitorResponse response = new VisitorResponse(this, stream, method, head, visited);
        if (refusal != null) {
            return refuse(new RequestBody(BodyFraming.NONE, stream, ended), response, refusal);
        }
        BodyFraming framing = writer.framing(head, method, ended);
        RequestBody body = new RequestBody(framing, stream, ended);
        ByteBuf request = writer.write(head, framing, visited);
        LocalExchange exchange = new LocalExchange(this, stream, method, body, response, request);
        send(exchange);
        return exchange;
    }

    /// Closes the idle connections; those that carry an exchange close behind it.
    public void close() {
        assert loop.inEventLoop();
        idle.close();
    }

    /// Sends an exchange on a new connection.
    void sendOnFresh(Http1Exchange exchange) {
        dialer.dial(outcome -> dialled(outcome, exchange));
    }

    /// Takes back a connection that is free.
    void release(LocalConnection connection) {
        idle.give(connection);
    }

    /// A free connection was closed.
    void forget(LocalConnection connection) {
        idle.forget(connection);
    }

    AddressMapping mapping() {
        return mapping;
    }

    ResponseDeadlines deadlines() {
        return deadlines;
    }

    Duration responseTimeout() {
        return settings.responseTimeout();
    }

    String address() {
        return settings.label();
    }

    /// What is to be remembered of a request for the listener; null where it does not ask.
    @Nullable RequestRecord record(Fields head) {
        return settings.reportsRequests()
                ? new RequestRecord(head, loop.ticker().nanoTime())
                : null;
    }

    void completed(RequestRecord record, long bytesReceived) {
        listener.onCompleted(record.completed(bytesReceived, loop.ticker().nanoTime()));
    }

    /// Takes a request for another protocol (RFC 8441).
    private StreamListener upgrade(Http2Stream stream, Fields head, boolean ended) {
        boolean hasMethod = Upgrade.restoreMethod(head);
        RequestMethod method = RequestMethod.of(head);
        PublicAddress visited = visited(head);
        VisitorResponse response = new VisitorResponse(this, stream, method, head, visited);
        RequestBody body = new RequestBody(BodyFraming.UNTIL_CLOSE, stream, ended);
        OwnAnswer refusal =
                hasMethod
                        ? writer.refusal(head, method, true)
                        : OwnAnswer.badRequest("Portsicle-Method is not a method");
        if (refusal != null) {
            return refuse(body, response, refusal);
        }
        Upgrade upgrade = Upgrade.of(head, nonce());
        ByteBuf request = writer.writeUpgrade(head, upgrade, visited);
        UpgradeExchange exchange =
                new UpgradeExchange(this, stream, method, upgrade, body, response, request);
        sendOnFresh(exchange);
        return exchange;
    }

    private StreamListener refuse(RequestBody body, VisitorResponse response, OwnAnswer refusal) {
        RefusedRequest refused = new RefusedRequest(body, response);
        // Not within this call: the stream has no listener yet.
        loop.execute(() -> refused.answer(refusal));
        return refused;
    }

    private PublicAddress visited(Fields head) {
        PublicAddress visited = PublicAddress.of(head, lastVisited);
        lastVisited = visited;
        return visited;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[WebSocketKey.BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private void send(LocalExchange exchange) {
        LocalConnection free = idle.take();
        if (free == null) {
            sendOnFresh(exchange);
        } else {
            exchange.sendOn(free);
        }
    }

    private void dialled(LocalOutcome outcome, Http1Exchange exchange) {
        switch (outcome) {
            case LocalOutcome.Connected(Channel channel) -> {
                reachability.connected();
                LocalConnection connection = new LocalConnection(this, channel);
                channel.pipeline().addLast("local", connection);
                exchange.sendOn(connection);
            }
            case LocalOutcome.Failed(String reason) -> {
                reachability.failed(reason);
                exchange.onNoConnection(OwnAnswer.unreachable(address(), reason));
            }
            case LocalOutcome.Untrusted(String reason) -> {
                reachability.failed("its certificate is not trusted: " + reason);
                exchange.onNoConnection(OwnAnswer.untrusted(address(), reason));
            }
        }
    }
}

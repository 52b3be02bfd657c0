package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
    private final ResponseDeadlines deadlines;
    private final LocalDialer dialer;
    private final Http1Pool http1;
    private final Http2Pool http2;
    private final Http1Probe probe;
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
        this.deadlines = new ResponseDeadlines(loop, settings.responseTimeout());
        this.dialer = new LocalDialer(loop, transport, settings, reachability);
        this.http1 = new Http1Pool(loop, dialer);
        this.http2 = new Http2Pool(dialer, settings.label());
        this.probe = new Http1Probe(dialer, http1);
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
        VisitorRequest request = new VisitorRequest(stream, method, visited, body, response);
        return carry(request, head);
    }

    /// Closes the idle connections; those that carry an exchange close behind it.
    public void close() {
        assert loop.inEventLoop();
        http1.close();
        http2.close();
    }

    /// Has a request carried in a version of HTTP. `head` may be changed and is not kept.
    StreamListener carry(VisitorRequest request, Fields head, Alpn version) {
        return switch (version) {
            case HTTP1 -> {
                ByteBuf text = writer.write(head, request.body().framing(), request.visited());
                LocalExchange exchange = new LocalExchange(this, http1, request, text);
                http1.send(exchange);
                yield exchange;
            }
            case HTTP2 -> {
                Fields changed = writer.writeHttp2(head, request.visited());
                Http2Exchange exchange = new Http2Exchange(this, http2, request, changed);
                http2.send(exchange);
                yield exchange;
            }
        };
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
        VisitorRequest request = new VisitorRequest(stream, method, visited, body, response);
        Upgrade upgrade = Upgrade.of(head, nonce());
        ByteBuf text = writer.writeUpgrade(head, upgrade, visited);
        UpgradeExchange exchange = new UpgradeExchange(this, request, upgrade, text);
        http1.sendOnFresh(exchange);
        return exchange;
    }

    private StreamListener carry(VisitorRequest request, Fields head) {
        boolean wantsHttp2 =
                switch (settings.protocol()) {
                    case HTTP1 -> false;
                    case H2C, H2 -> true;
                    case AUTO -> Grpc.isMeant(head) || dialer.isRefused(Alpn.HTTP1);
                };
        if (wantsHttp2) {
            return carry(request, head, Alpn.HTTP2);
        }
        if (isUndecided()) {
            UndecidedRequest waits = new UndecidedRequest(this, request, head.copy());
            probe.ask(waits);
            return waits;
        }
        return carry(request, head, Alpn.HTTP1);
    }

    private boolean isUndecided() {
        return settings.protocol() == LocalProtocol.AUTO
                && settings.tls().isPresent()
                && !dialer.isSpoken(Alpn.HTTP1);
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
}

package io.portsicle.agent.local;

import io.netty.channel.EventLoop;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.agent.local.exchange.ExchangeTerms;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.RequestMethod;
import io.portsicle.agent.local.exchange.RequestRules;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.exchange.VisitorResponse;
import io.portsicle.agent.local.http1.Http1Client;
import io.portsicle.agent.local.http2.Http2Client;
import io.portsicle.agent.local.reach.Alpn;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.agent.local.reach.Reachability;
import io.portsicle.tunnel.Transport;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The local server as the tunnel sees it: takes visitors' requests and finds a connection for
/// each.
///
/// Everything happens on one event loop, the one of the links whose streams come here. Connections
/// go to the configured address and nowhere else.
public final class LocalServer {
    private final EventLoop loop;
    private final LocalSettings settings;
    private final ExchangeTerms terms;
    private final LocalDialer dialer;
    private final Http1Client http1;
    private final Http2Client http2;
    private final Http1Probe probe;
    private @Nullable PublicAddress lastVisited;

    public LocalServer(
            EventLoop loop,
            Transport transport,
            LocalSettings settings,
            Reachability reachability,
            LocalListener listener) {
        this.loop = loop;
        this.settings = settings;
        String label = settings.label();
        OwnAddress own = settings.own();
        AddressMapping mapping = new AddressMapping(own);
        this.terms =
                new ExchangeTerms(
                        loop,
                        label,
                        settings.responseTimeout(),
                        mapping,
                        settings.reportsRequests()
                                ? Optional.of(listener::onCompleted)
                                : Optional.empty());
        this.dialer =
                new LocalDialer(
                        loop, transport, settings.place(), settings.tls(), label, reachability);
        this.http1 = new Http1Client(loop, dialer, own, mapping);
        this.http2 = new Http2Client(dialer, label, own, mapping);
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
        OwnAnswer refusal = RequestRules.refusal(head, method, ended);
        BodyFraming framing =
                refusal == null ? RequestRules.framing(head, method, ended) : BodyFraming.NONE;
        RequestBody body = new RequestBody(framing, stream, ended);
        VisitorRequest request = request(stream, method, head, body);
        return refusal == null ? carry(request, head) : refuse(request, refusal);
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
            case HTTP1 -> http1.carry(request, head);
            case HTTP2 -> http2.carry(request, head);
        };
    }

    /// Takes a request for another protocol (RFC 8441).
    private StreamListener upgrade(Http2Stream stream, Fields head, boolean ended) {
        boolean hasMethod = RequestMethod.restore(head);
        RequestMethod method = RequestMethod.of(head);
        RequestBody body = new RequestBody(BodyFraming.UNTIL_CLOSE, stream, ended);
        VisitorRequest request = request(stream, method, head, body);
        OwnAnswer refusal =
                hasMethod
                        ? RequestRules.refusal(head, method, true)
                        : OwnAnswer.badRequest("Portsicle-Method is not a method");
        return refusal == null ? http1.upgrade(request, head) : refuse(request, refusal);
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

    private StreamListener refuse(VisitorRequest request, OwnAnswer refusal) {
        RefusedRequest refused = new RefusedRequest(request);
        // Not within this call: the stream has no listener yet.
        loop.execute(() -> refused.answer(refusal));
        return refused;
    }

    private VisitorRequest request(
            Http2Stream stream, RequestMethod method, Fields head, RequestBody body) {
        PublicAddress visited = PublicAddress.of(head, lastVisited);
        lastVisited = visited;
        VisitorResponse response = new VisitorResponse(terms, stream, method, head, visited);
        return new VisitorRequest(method, visited, body, response);
    }
}

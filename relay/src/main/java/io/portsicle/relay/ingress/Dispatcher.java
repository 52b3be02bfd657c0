package io.portsicle.relay.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.registration.Registrar;
import io.portsicle.relay.registration.Registration;
import io.portsicle.relay.registration.Upgrade;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.message.ErrorPage;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/// Brings each request of one visitor to whoever answers it: a link, the registrar, or the relay
/// itself.
///
/// On the visitor's event loop. A request for a link on another loop takes the whole connection
/// there first, so that an exchange and its stream never cross threads.
final class Dispatcher implements ParkedRequest.Owner {
    /// Looks at the endpoint for a link, a move to another event loop included: a request is sent
    /// about five times at most.
    private static final int MAX_ATTEMPTS = 10;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Ingress ingress;
    private final Entrance entrance;
    private final Visitor visitor;
    private final RequestReader request;
    private final VisitorOutput output;
    private final SocketChannel channel;
    private final ForwardedFields forwarded;

    private byte[] lastAuthority = {};
    private Route.@Nullable ToEndpoint lastRoute;
    private Route.@Nullable ToEndpoint current;
    private final UsualLink usual = new UsualLink();
    private @Nullable ParkedRequest parked;
    private Failure lastFailure = Failure.AGENT_AWAY;
    private int attempts;

    Dispatcher(
            Ingress ingress,
            Entrance entrance,
            Visitor visitor,
            RequestReader request,
            VisitorOutput output,
            SocketChannel channel) {
        this.ingress = ingress;
        this.entrance = entrance;
        this.visitor = visitor;
        this.request = request;
        this.output = output;
        this.channel = channel;
        this.forwarded =
                new ForwardedFields(channel.remoteAddress().getAddress(), ingress.scheme(entrance));
    }

    /// Answers the request whose head was just read, or sends it on its way.
    void dispatch() {
        Fields head = request.head();
        switch (redirected(route(head), head)) {
            case Route.ToEndpoint endpoint -> {
                prepare(head, endpoint);
                begin(endpoint);
            }
            case Route.ToRegistrar registrar -> register(head);
            case Route.ToHealth health -> ownPage(LocalAnswer.health());
            case Route.ToReadiness readiness ->
                    ownPage(ingress.isClosing() ? LocalAnswer.draining() : LocalAnswer.ready());
            case Route.ToHome home -> ownPage(LocalAnswer.home());
            case Route.OnlyWithTls secure ->
                    answer(
                            LocalAnswer.refused(
                                    Registration.Refused.httpsRequired(secure.origin()),
                                    prefersHtml()));
            case Route.Elsewhere elsewhere -> answer(LocalAnswer.elsewhere(elsewhere.location()));
            case Route.ToNobody nobody -> fail(Failure.NO_SUCH_ENDPOINT);
        }
    }

    /// Sends the request once more, unless it may have been processed and its method says that this
    /// matters.
    void sendAgain(Failure failure, boolean mayHaveArrived) {
        boolean wasRefusedBefore = lastFailure == Failure.OVERLOADED;
        if (wasRefusedBefore || mayHaveArrived && !request.isSafeMethod()) {
            fail(failure);
        } else {
            lastFailure = failure;
            usual.forget();
            openAgain();
        }
    }

    @Override
    public void goOn(ParkedRequest waited) {
        if (waited == parked && visitor.unpark()) {
            openAgain();
            visitor.advance();
        }
    }

    @Override
    public void giveUp(ParkedRequest waited) {
        if (waited == parked && visitor.unpark()) {
            fail(Failure.AGENT_AWAY);
            visitor.advance();
        }
    }

    /// The request waits no longer for its agent, who can't come back here.
    void stopWaiting() {
        if (parked != null) {
            parked.leave();
            giveUp(parked);
        }
    }

    /// The visitor is gone.
    void visitorLeft() {
        if (parked != null) {
            parked.leave();
        }
    }

    /// Answers the request with an error of the relay's own.
    void fail(Failure failure) {
        boolean mayFollow = failure != Failure.BAD_BODY && failure != Failure.REQUEST_TIMEOUT;
        LocalAnswer answer = LocalAnswer.error(failure.page(), prefersHtml());
        if (failure.isTemporary()) {
            answer.head().add(KnownField.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        answer(answer, mayFollow);
    }

    /// Refuses a request whose head could not be read: nothing that follows can be understood.
    void refuse(ErrorPage page) {
        answer(LocalAnswer.error(page, false), false);
    }

    private Route redirected(Route route, Fields head) {
        if (!(entrance instanceof Entrance.ToHttps(int port))) {
            return route;
        }
        String authority = head.value(KnownField.AUTHORITY);
        return HttpsRedirect.instead(
                route,
                authority == null ? ingress.ownAuthority() : authority,
                String.valueOf(head.value(KnownField.PATH)),
                port);
    }

    /// The route of a request. Visitors mostly ask the same host again; what was found is good
    /// while the lease lasts.
    private Route route(Fields head) {
        int authority = head.find(KnownField.AUTHORITY);
        if (authority >= 0 && lastRoute != null && !lastRoute.lease().isEnded()) {
            int from = head.valueStart(authority);
            int to = head.valueEnd(authority);
            if (Arrays.equals(lastAuthority, 0, lastAuthority.length, head.bytes(), from, to)) {
                return lastRoute;
            }
        }
        String host = authority < 0 ? null : head.value(authority);
        Route route = ingress.router().route(host, String.valueOf(head.value(KnownField.PATH)));
        remember(route, head, authority);
        return route;
    }

    /// Path URLs are not remembered: the next request on the same host may name another endpoint.
    private void remember(Route route, Fields head, int authority) {
        lastRoute = null;
        if (authority >= 0 && route instanceof Route.ToEndpoint endpoint && !endpoint.isPathUrl()) {
            lastRoute = endpoint;
            lastAuthority =
                    Arrays.copyOfRange(
                            head.bytes(), head.valueStart(authority), head.valueEnd(authority));
        }
    }

    /// Makes the request one that a gateway forwards: first what is not to cross is taken out, then
    /// our own fields come in.
    private void prepare(Fields head, Route.ToEndpoint to) {
        Forwarding.stripHopByHop(head);
        Forwarding.stripUntrusted(head);
        if (request.isHttp10()) {
            head.removeAll(KnownField.EXPECT); // RFC 9110, 10.1.1
        }
        byte[] scheme = forwarded.scheme();
        head.add(KnownField.SCHEME, scheme, 0, scheme.length);
        if (!head.has(KnownField.AUTHORITY)) {
            head.add(KnownField.AUTHORITY, ingress.ownAuthority());
        }
        forwarded.addTo(head, request.isHttp10());
        if (to.isPathUrl()) {
            String path = String.valueOf(head.value(KnownField.PATH));
            head.set(KnownField.PATH, path.substring(to.prefixLength()));
            head.add(KnownField.X_FORWARDED_PREFIX, path.substring(0, to.prefixLength()));
        }
    }

    private void begin(Route.ToEndpoint endpoint) {
        current = endpoint;
        attempts = 0;
        parked = null;
        lastFailure = Failure.AGENT_AWAY;
        open(endpoint);
    }

    /// Whoever had the name may have lost it meanwhile, and somebody else may have it.
    void openAgain() {
        if (current == null) {
            throw new IllegalStateException("no request to send again");
        }
        if (ingress.router().renew(current) instanceof Route.ToEndpoint now) {
            current = now;
            open(now);
        } else {
            fail(Failure.NO_SUCH_ENDPOINT);
        }
    }

    private void open(Route.ToEndpoint to) {
        Link link = usual.of(to.lease(), channel.eventLoop(), visitor.seconds());
        if (link == null) {
            park(to);
        } else if (++attempts > MAX_ATTEMPTS) {
            fail(lastFailure);
        } else if (link.loop() != channel.eventLoop()) {
            ingress.placement().moved(link.loop());
            move(link.loop(), () -> open(to));
        } else if (!link.isAccepting()) { // it ends just now; its session hears of it in this turn
            channel.eventLoop().execute(visitor::tryAgain);
        } else {
            exchange(link);
        }
    }

    private void park(Route.ToEndpoint to) {
        Holder holder = to.lease().holder();
        if (!holder.isExpectedBack()) {
            fail(Failure.NO_SUCH_ENDPOINT);
            return;
        }
        ParkedRequest waiter = parked == null ? new ParkedRequest(channel, this) : parked;
        Optional<Spot> spot =
                ingress.isClosing() ? Optional.empty() : holder.park(waiter, request.heldBytes());
        if (spot.isEmpty()) {
            fail(Failure.AGENT_AWAY);
            return;
        }
        parked = waiter;
        waiter.at(spot.get());
        visitor.park();
    }

    /// Takes the connection to another event loop and goes on there.
    private void move(EventLoop loop, Runnable next) {
        visitor.depart();
        new Migration(channel, output).to(loop, () -> arrived(next), visitor::gone);
    }

    private void arrived(Runnable next) {
        if (visitor.arrive()) {
            next.run();
            visitor.advance();
        }
    }

    private void exchange(Link link) {
        boolean ended = request.isComplete();
        Exchange exchange =
                new Exchange(visitor, output, request.isHeadMethod(), request.isHttp10());
        visitor.begin(exchange);
        exchange.opened(link.open(request.head(), ended, exchange), ended);
    }

    private void register(Fields head) {
        switch (registration(head)) {
            case Registration.Accepted accepted -> place(accepted.upgrade());
            case Registration.Refused refused ->
                    answer(LocalAnswer.refused(refused, prefersHtml()));
        }
    }

    private Registration registration(Fields head) {
        if (request.isHttp10() || request.hasBody()) {
            return Registrar.noUpgradeHere();
        }
        return ingress.isClosing()
                ? Registration.Refused.draining()
                : ingress.registrar().register(head, channel.remoteAddress());
    }

    /// Links are spread over the event loops, wherever their connections were accepted.
    private void place(Upgrade upgrade) {
        EventLoop home = ingress.placement().forLink(upgrade.loopsOfOtherLinks());
        if (home == channel.eventLoop()) {
            complete(upgrade);
        } else {
            move(home, () -> complete(upgrade));
        }
    }

    private void complete(Upgrade upgrade) {
        ByteBuf leftover = visitor.handOver();
        channel.pipeline().remove(VisitorHandler.class);
        upgrade.complete(channel, leftover);
    }

    private void ownPage(LocalAnswer page) {
        int method = request.head().find(KnownField.METHOD);
        if (request.isHeadMethod() || request.head().valueIs(method, "get")) {
            answer(page);
        } else {
            LocalAnswer wrong = LocalAnswer.error(Failure.WRONG_METHOD.page(), prefersHtml());
            wrong.head().add(KnownField.ALLOW, "GET, HEAD");
            answer(wrong);
        }
    }

    private void answer(LocalAnswer answer) {
        answer(answer, true);
    }

    private void answer(LocalAnswer answer, boolean mayFollow) {
        boolean keepAlive = visitor.decideKeepAlive(mayFollow);
        answer.writeTo(output.gather(), keepAlive, request.isHttp10(), request.isHeadMethod());
        visitor.finish();
    }

    private boolean prefersHtml() {
        return ErrorPage.prefersHtml(request.head());
    }
}

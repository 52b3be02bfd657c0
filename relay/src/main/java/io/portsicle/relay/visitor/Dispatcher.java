package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.path.PathUrl;
import io.portsicle.relay.path.ResponseMap;
import io.portsicle.relay.registration.Registrar;
import io.portsicle.relay.registration.Registration;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.ErrorPage;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Brings a request of a visitor to whoever answers it: a link, the registrar, or the relay itself.
/// On the visitor's event loop.
public final class Dispatcher implements ParkedRequest.Owner {
    /// Looks at the endpoint for a link, a move to another event loop included: a request is sent
    /// about five times at most.
    private static final int MAX_ATTEMPTS = 10;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Reception reception;
    private final Caller caller;
    private final VisitorRequest request;

    private Route.@Nullable ToEndpoint current;
    private @Nullable UpgradeWish wish;
    private ResponseMap responses = ResponseMap.NONE;
    private @Nullable ParkedRequest parked;
    private Failure lastFailure = Failure.AGENT_AWAY;
    private int attempts;

    /// For a caller's request, or for one after the other.
    public Dispatcher(Caller caller, VisitorRequest request) {
        this.reception = caller.reception();
        this.caller = caller;
        this.request = request;
    }

    /// Answers the request whose head was just read, or sends it on its way.
    public void dispatch() {
        Fields head = request.head();
        switch (caller.route(head)) {
            case Route.ToEndpoint endpoint -> bring(head, endpoint);
            case Route.ToRegistrar registrar -> register(head);
            case Route.ToHealth health -> ownPage(LocalAnswer.health());
            case Route.ToReadiness readiness ->
                    ownPage(reception.isClosing() ? LocalAnswer.draining() : LocalAnswer.ready());
            case Route.ToHome home -> ownPage(LocalAnswer.home());
            case Route.OnlyWithTls secure ->
                    answer(
                            LocalAnswer.refused(
                                    Registration.Refused.httpsRequired(secure.origin()),
                                    prefersHtml()));
            case Route.Elsewhere elsewhere -> answer(LocalAnswer.elsewhere(elsewhere.location()));
            case Route.BelowPrefix below -> answer(LocalAnswer.belowPrefix(below.location()));
            case Route.ToNobody nobody -> fail(Failure.NO_SUCH_ENDPOINT);
        }
    }

    /// A stream ended before anything of the request was lost on this side and before there was a
    /// response: the request is sent once more, at least where it certainly reached nobody.
    public void unserved(StreamEnd end) {
        switch (end) {
            case StreamEnd.LinkLost lost -> sendAgain(Failure.of(end), lost.delivered());
            case StreamEnd.ResetByPeer reset when reset.error() == ErrorCode.REFUSED_STREAM ->
                    sendAgain(Failure.of(end), false);
            default -> fail(Failure.of(end));
        }
    }

    @Override
    public void goOn(ParkedRequest waited) {
        if (waited == parked && request.unpark()) {
            openAgain();
        }
    }

    @Override
    public void giveUp(ParkedRequest waited) {
        if (waited == parked && request.unpark()) {
            fail(Failure.AGENT_AWAY);
        }
    }

    /// The request waits no longer for its agent, who can't come back here.
    public void stopWaiting() {
        if (parked != null) {
            parked.leave();
            giveUp(parked);
        }
    }

    /// The visitor is gone.
    public void visitorLeft() {
        if (parked != null) {
            parked.leave();
        }
    }

    /// Answers the request with an error of the relay's own.
    public void fail(Failure failure) {
        boolean mayFollow = failure != Failure.BAD_BODY && failure != Failure.REQUEST_TIMEOUT;
        LocalAnswer answer = LocalAnswer.error(failure.page(), prefersHtml());
        if (failure.isTemporary()) {
            answer.head().add(KnownField.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        request.answer(answer, mayFollow);
    }

    /// Refuses a request whose head could not be read: nothing that follows can be understood.
    public void refuse(ErrorPage page) {
        request.answer(LocalAnswer.error(page, false), false);
    }

    /// Sends the request once more, unless it may have been processed and its method says that this
    /// matters.
    private void sendAgain(Failure failure, boolean mayHaveArrived) {
        boolean wasRefusedBefore = lastFailure == Failure.OVERLOADED;
        if (wasRefusedBefore || mayHaveArrived && !isSafe(request.head())) {
            fail(failure);
        } else {
            lastFailure = failure;
            caller.forgetLink();
            openAgain();
        }
    }

    private void bring(Fields head, Route.ToEndpoint endpoint) {
        boolean mayUpgrade =
                request.version() == VisitorRequest.Version.HTTP_1_1 && !request.hasBody();
        wish = mayUpgrade ? UpgradeWish.of(head) : null;
        if (wish != null && !wish.isAnswerable()) {
            fail(Failure.BAD_KEY);
            return;
        }
        prepare(head, endpoint);
        begin(endpoint);
    }

    /// Makes the request one that a gateway forwards: first what is not to cross is taken out, then
    /// our own fields come in.
    private void prepare(Fields head, Route.ToEndpoint to) {
        Forwarding.stripHopByHop(head);
        Forwarding.stripUntrusted(head);
        if (request.version() == VisitorRequest.Version.HTTP_1_0) {
            head.removeAll(KnownField.EXPECT); // RFC 9110, 10.1.1
        }
        if (!head.has(KnownField.AUTHORITY)) {
            head.add(KnownField.AUTHORITY, reception.ownAuthority());
        }
        caller.forwarded().addTo(head, request.version());
        PathUrl url = to.url();
        responses = url == null ? ResponseMap.NONE : url.forward(head);
    }

    private void begin(Route.ToEndpoint endpoint) {
        current = endpoint;
        attempts = 0;
        parked = null;
        lastFailure = Failure.AGENT_AWAY;
        open(endpoint);
    }

    /// Whoever had the name may have lost it meanwhile, and somebody else may have it.
    private void openAgain() {
        if (current == null) {
            throw new IllegalStateException("no request to send again");
        }
        if (reception.router().renew(current) instanceof Route.ToEndpoint now) {
            current = now;
            open(now);
        } else {
            fail(Failure.NO_SUCH_ENDPOINT);
        }
    }

    private void open(Route.ToEndpoint to) {
        Link link = caller.link(to.lease(), request.seconds());
        if (link == null) {
            park(to);
        } else if (++attempts > MAX_ATTEMPTS) {
            fail(lastFailure);
        } else if (request.reach(link, to.lease().holder(), () -> open(to))) {
            request.serve(link, wish, responses);
        }
    }

    private void park(Route.ToEndpoint to) {
        Holder holder = to.lease().holder();
        if (!holder.isExpectedBack()) {
            fail(Failure.NO_SUCH_ENDPOINT);
            return;
        }
        ParkedRequest waiter = parked == null ? new ParkedRequest(caller.channel(), this) : parked;
        Optional<Spot> spot =
                reception.isClosing() ? Optional.empty() : holder.park(waiter, request.heldBytes());
        if (spot.isEmpty()) {
            fail(Failure.AGENT_AWAY);
            return;
        }
        parked = waiter;
        waiter.at(spot.get());
        request.park();
    }

    private void register(Fields head) {
        switch (registration(head)) {
            case Registration.Accepted accepted -> request.complete(accepted.upgrade());
            case Registration.Refused refused ->
                    answer(LocalAnswer.refused(refused, prefersHtml()));
        }
    }

    private Registration registration(Fields head) {
        if (request.version() != VisitorRequest.Version.HTTP_1_1 || request.hasBody()) {
            return Registrar.noUpgradeHere();
        }
        return reception.isClosing()
                ? Registration.Refused.draining()
                : reception.registrar().register(head, caller.channel().remoteAddress());
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
        request.answer(answer, true);
    }

    private boolean prefersHtml() {
        return ErrorPage.prefersHtml(request.head());
    }

    /// Whether the method is safe (RFC 9110, 9.2.1): such a request may be sent again although it
    /// may have been processed. An upgrade counts as the method that it stands for.
    private static boolean isSafe(Fields head) {
        if (head.has(KnownField.PROTOCOL)) {
            return !head.has(KnownField.PORTSICLE_METHOD);
        }
        return switch (String.valueOf(head.value(KnownField.METHOD))) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }
}

package io.portsicle.relay.registration;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.session.Opening;
import io.portsicle.relay.session.SessionRegistry;
import io.portsicle.relay.token.Admittance;
import io.portsicle.relay.token.Credentials;
import io.portsicle.relay.token.Doorkeeper;
import io.portsicle.relay.token.Owner;
import io.portsicle.relay.token.Token;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.WebSocketKey;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.Optional;

/// Answers agents that ask to register: over WebSocket at [#TUNNEL_PATH], or over PTTH below
/// [#PTTH_PATH].
///
/// Immutable, any thread; what it is asked never blocks.
public final class Registrar {
    /// Where an agent of Portsicle registers.
    public static final String TUNNEL_PATH = "/.well-known/portsicle/tunnel";

    /// Where an agent of PTTH registers: the origin it serves follows, percent-encoded.
    public static final String PTTH_PATH = "/.well-known/ptth/";

    private static final int MAX_AGENT_LENGTH = 64;

    private final Doorkeeper doorkeeper;
    private final SessionRegistry sessions;
    private final PublicUrls urls;
    private final PtthOrigin origins;

    /// Takes who decides, who keeps the sessions, and where endpoints are reached.
    public Registrar(
            Doorkeeper doorkeeper, SessionRegistry sessions, PublicUrls urls, Domains domains) {
        this.doorkeeper = doorkeeper;
        this.sessions = sessions;
        this.urls = urls;
        this.origins = new PtthOrigin(domains);
    }

    /// Whether a request target asks for registration.
    public static boolean isRegistration(String path) {
        return path.equals(TUNNEL_PATH) || path.startsWith(PTTH_PATH);
    }

    /// The answer to a request that can't become a tunnel: HTTP/1.0, or one with a body.
    public static Registration noUpgradeHere() {
        return Registration.Refused.badUpgrade(
                "expected: an HTTP/1.1 request without a body, with Connection: Upgrade");
    }

    /// Decides about a registration. `head` is a complete HTTP/1.1 request without a body, its
    /// hop-by-hop fields included.
    public Registration register(Fields head, InetSocketAddress remote) {
        if (head.has(KnownField.ORIGIN)) {
            return Registration.Refused.originNotAllowed();
        }
        String path = String.valueOf(head.value(KnownField.PATH));
        return path.equals(TUNNEL_PATH) ? webSocket(head, remote) : ptth(head, remote, path);
    }

    private Registration webSocket(Fields head, InetSocketAddress remote) {
        if (!isUpgradeTo("websocket", head)) {
            return Registration.Refused.noUpgrade(
                    "agents register here (expected: GET with Connection: Upgrade, Upgrade:"
                            + " websocket)");
        }
        if (!"13".equals(head.value(KnownField.SEC_WEBSOCKET_VERSION))) {
            return Registration.Refused.noUpgrade("expected: Sec-WebSocket-Version: 13");
        }
        String key = head.value(KnownField.SEC_WEBSOCKET_KEY);
        if (key == null || !WebSocketKey.isValid(key)) {
            return Registration.Refused.badUpgrade(
                    "Sec-WebSocket-Key is missing or wrong (expected: 16 bytes in base 64)");
        }
        if (!head.lists(KnownField.SEC_WEBSOCKET_PROTOCOL, Handshake.WebSocket.PROTOCOL)) {
            return Registration.Refused.badUpgrade(
                    "expected: Sec-WebSocket-Protocol: portsicle.h2");
        }
        Optional<String> wish = RegistrationField.NAME.in(head);
        Optional<String> problem = wish.flatMap(EndpointName::problem);
        if (problem.isPresent()) {
            return Registration.Refused.badName(problem.get());
        }
        return admit(head, remote, new Handshake.WebSocket(key), wish.map(EndpointName::new));
    }

    private Registration ptth(Fields head, InetSocketAddress remote, String path) {
        if (!isUpgradeTo(Handshake.Ptth.PROTOCOL, head)
                || !head.lists(KnownField.ALPN, Handshake.Ptth.ALPN)) {
            return Registration.Refused.badUpgrade(
                    "expected: GET with Connection: Upgrade, Upgrade: ptth, ALPN: h2");
        }
        return switch (origins.read(path.substring(PTTH_PATH.length()))) {
            case PtthOrigin.Read.Named named ->
                    admit(head, remote, new Handshake.Ptth(), Optional.of(named.name()));
            case PtthOrigin.Read.Wrong wrong -> Registration.Refused.badName(wrong.problem());
        };
    }

    private Registration admit(
            Fields head,
            InetSocketAddress remote,
            Handshake handshake,
            Optional<EndpointName> wish) {
        if (linkNumber(head) < 0) {
            String number = RegistrationField.LINK.in(head).orElse("");
            return Registration.Refused.badLink(number, sessions.linksPerSession());
        }
        String authorization = head.value(KnownField.AUTHORIZATION);
        @Nullable Token token =
                authorization == null ? null : Credentials.token(authorization).orElse(null);
        return switch (doorkeeper.decide(token, Neighbour.isHere(head, remote))) {
            case Admittance.Denied denied -> Registration.Refused.badToken(denied.reason());
            case Admittance.Admitted admitted ->
                    answer(session(head, admitted.owner(), handshake, wish), handshake, head);
        };
    }

    private Opening session(
            Fields head, Owner owner, Handshake handshake, Optional<EndpointName> wish) {
        Optional<String> id = RegistrationField.SESSION.in(head);
        Optional<String> secret = RegistrationField.RESUME.in(head);
        if (id.isPresent() && secret.isPresent()) {
            Optional<Opening> former = sessions.resume(id.get(), secret.get(), owner, wish);
            if (former.isPresent()) {
                return former.get();
            }
        }
        // An agent of PTTH knows no resume secret: only a token can prove that it is the same one.
        boolean canReturn = handshake instanceof Handshake.WebSocket || owner.canProveItself();
        return sessions.open(owner, wish, canReturn);
    }

    private Registration answer(Opening opening, Handshake handshake, Fields head) {
        return switch (opening) {
            case Opening.Opened opened ->
                    new Registration.Accepted(
                            new Upgrade(
                                    handshake,
                                    opened.session(),
                                    linkNumber(head),
                                    agent(head),
                                    urls,
                                    sessions));
            case Opening.NameTaken taken ->
                    Registration.Refused.nameTaken(taken.name(), taken.why());
            case Opening.Full full -> Registration.Refused.full();
        };
    }

    /// Which of its session's links the agent asks for; -1 where that is no number of one. An agent
    /// that says nothing has one link.
    private int linkNumber(Fields head) {
        String text = RegistrationField.LINK.in(head).orElse("0");
        boolean isNumber = text.matches("[0-9]{1,3}");
        return isNumber && Integer.parseInt(text) < sessions.linksPerSession()
                ? Integer.parseInt(text)
                : -1;
    }

    /// What the agent calls itself, fit for a log: it comes from outside.
    private static String agent(Fields head) {
        return RegistrationField.AGENT
                .in(head)
                .map(text -> text.replaceAll("[^\\x20-\\x7e]", "?"))
                .map(text -> text.substring(0, Math.min(text.length(), MAX_AGENT_LENGTH)))
                .orElse("unknown");
    }

    private static boolean isUpgradeTo(String protocol, Fields head) {
        int method = head.find(KnownField.METHOD);
        return method >= 0
                && head.valueIs(method, "get")
                && head.lists(KnownField.CONNECTION, "upgrade")
                && head.lists(KnownField.UPGRADE, protocol);
    }
}

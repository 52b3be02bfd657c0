package io.portsicle.agent.connect;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.WebSocketKey;

import java.util.Optional;

/// The request that registers this agent: a WebSocket handshake (RFC 6455, 4.1) that also says who
/// comes and what for.
final class UpgradeRequest {
    static final String PROTOCOL = "portsicle.h2";

    private static final String PATH = "/.well-known/portsicle/tunnel";
    private static final String AGENT = "portsicle/0.1.0";

    private final ConnectSettings settings;
    private final int number;
    private final Optional<Registration> last;
    private final String key;

    /// `number` tells the links of a session apart; `last` is what the agent had and wants to have
    /// again; `nonce` are 16 random bytes.
    UpgradeRequest(
            ConnectSettings settings, int number, Optional<Registration> last, byte[] nonce) {
        this.settings = settings;
        this.number = number;
        this.last = last;
        this.key = WebSocketKey.of(nonce);
    }

    /// Renders the request.
    void write(ByteBuf out) {
        Fields head = new Fields();
        head.add(KnownField.METHOD, "GET").add(KnownField.PATH, PATH);
        head.add(KnownField.CONNECTION, "Upgrade").add(KnownField.UPGRADE, "websocket");
        head.add(KnownField.SEC_WEBSOCKET_VERSION, "13").add(KnownField.SEC_WEBSOCKET_KEY, key);
        head.add(KnownField.SEC_WEBSOCKET_PROTOCOL, PROTOCOL);
        settings.token().ifPresent(t -> head.add(KnownField.AUTHORIZATION, "Bearer " + t));
        last.map(Registration::name)
                .or(settings::name)
                .ifPresent(name -> head.add("portsicle-name", name));
        last.ifPresent(
                registration -> {
                    head.add("portsicle-session", registration.session());
                    head.add("portsicle-resume", registration.resume());
                });
        head.add("portsicle-link", Integer.toString(number));
        head.add("portsicle-agent", AGENT);
        Http1Writer.request(head, null, settings.relay().authority(), BodyFraming.NONE, out);
    }

    /// What `Sec-WebSocket-Accept` has to be: the proof that the server understood the handshake.
    String expectedAccept() {
        return WebSocketKey.accept(key);
    }
}

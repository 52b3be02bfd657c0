package io.portsicle.agent.local.reach;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.Destination;
import io.portsicle.agent.dial.DialOutcome;
import io.portsicle.agent.dial.Dialer;
import io.portsicle.agent.dial.OffLoop;
import io.portsicle.agent.dial.UnixDialer;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.tls.ClientTls;
import io.portsicle.agent.tls.TlsOutcome;
import io.portsicle.agent.tls.Trust;
import io.portsicle.tunnel.Transport;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

/// Opens connections to the local server: the way there, then TLS where it speaks that. Tells
/// whether it can be reached. Event loop only; every outcome comes there, exactly once, after the
/// call.
public final class LocalDialer {
    static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration TLS_TIMEOUT = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final String label;
    private final Reachability reachability;
    private final Consumer<Consumer<DialOutcome>> way;

    private final Set<Alpn> spoken = EnumSet.noneOf(Alpn.class);
    private final Set<Alpn> refused = EnumSet.noneOf(Alpn.class);

    /// Empty where the server does not speak TLS.
    private final Map<Alpn, ClientTls> tls = new EnumMap<>(Alpn.class);

    /// `trust` says who has to vouch for a server that speaks TLS, and is empty for one that does
    /// not; `label` is what the server is called in messages.
    public LocalDialer(
            EventLoop loop,
            Transport transport,
            LocalPlace place,
            Optional<Trust> trust,
            String label,
            Reachability reachability) {
        this.loop = loop;
        this.label = label;
        this.reachability = reachability;
        this.way = way(loop, transport, place);
        if (place instanceof LocalPlace.Port(String host, int port) && trust.isPresent()) {
            for (Alpn alpn : Alpn.values()) {
                tls.put(alpn, new ClientTls(host, port, trust.get(), alpn.offered()));
            }
        }
    }

    /// Connects, for a version of HTTP, which only a server with TLS can agree or disagree to.
    public void dial(Alpn alpn, Consumer<LocalOutcome> outcome) {
        ClientTls needed = tls.get(alpn);
        if (needed == null) {
            way.accept(dialled -> outcome.accept(plain(dialled)));
        } else if (needed.isLoaded()) {
            way.accept(dialled -> dialled(dialled, needed, alpn, outcome));
        } else {
            OffLoop.run(loop, "portsicle-tls", () -> load(needed, alpn, outcome));
        }
    }

    /// Whether the server agreed to a protocol when it was asked last.
    public boolean isSpoken(Alpn alpn) {
        return spoken.contains(alpn);
    }

    /// Whether it did not agree.
    public boolean isRefused(Alpn alpn) {
        return refused.contains(alpn);
    }

    private Runnable load(ClientTls needed, Alpn alpn, Consumer<LocalOutcome> outcome) {
        try {
            needed.load();
            return () -> dial(alpn, outcome);
        } catch (SSLException e) {
            return () -> outcome.accept(unreachable("TLS can't be set up: " + e.getMessage()));
        }
    }

    private LocalOutcome plain(DialOutcome dialled) {
        return switch (dialled) {
            case DialOutcome.Connected(Channel channel) -> {
                reachability.connected();
                yield new LocalOutcome.Connected(channel);
            }
            case DialOutcome.Failed(String reason) -> unreachable(reason);
        };
    }

    private void dialled(
            DialOutcome dialled, ClientTls needed, Alpn alpn, Consumer<LocalOutcome> outcome) {
        switch (dialled) {
            case DialOutcome.Connected(Channel channel) ->
                    needed.start(
                            channel,
                            TLS_TIMEOUT,
                            handshake -> outcome.accept(secured(handshake, alpn, channel)));
            case DialOutcome.Failed(String reason) -> outcome.accept(unreachable(reason));
        }
    }

    private LocalOutcome secured(TlsOutcome handshake, Alpn alpn, Channel channel) {
        return switch (handshake) {
            case TlsOutcome.Open(String protocol) -> {
                if (alpn.isMetBy(protocol)) {
                    yield agreed(alpn, channel);
                }
                channel.close();
                yield otherProtocol(alpn);
            }
            case TlsOutcome.NoCommonProtocol none -> otherProtocol(alpn);
            case TlsOutcome.Untrusted(String reason) -> {
                forget();
                reachability.failed("its certificate is not trusted: " + reason);
                yield new LocalOutcome.Failed(OwnAnswer.untrusted(label, reason));
            }
            case TlsOutcome.Failed(String reason) -> unreachable(reason);
        };
    }

    private LocalOutcome agreed(Alpn alpn, Channel channel) {
        spoken.add(alpn);
        refused.remove(alpn);
        reachability.connected();
        return new LocalOutcome.Connected(channel);
    }

    private LocalOutcome otherProtocol(Alpn alpn) {
        forget();
        refused.add(alpn);
        reachability.connected();
        return new LocalOutcome.OtherProtocol(
                OwnAnswer.badResponse(
                        label,
                        switch (alpn) {
                            case HTTP1 -> "speaks no HTTP/1.1";
                            case HTTP2 -> "speaks no HTTP/2";
                        }));
    }

    private LocalOutcome unreachable(String reason) {
        forget();
        reachability.failed(reason);
        return new LocalOutcome.Failed(OwnAnswer.unreachable(label, reason));
    }

    /// A server that comes back may be another one.
    private void forget() {
        spoken.clear();
        refused.clear();
    }

    /// A failed write must not close the connection: the response that explains it may still be
    /// there to be read.
    private static Consumer<Consumer<DialOutcome>> way(
            EventLoop loop, Transport transport, LocalPlace place) {
        return switch (place) {
            case LocalPlace.Port(String host, int port) -> {
                Dialer dialer =
                        new Dialer(loop, transport.channel(), LOOK_UP_TIMEOUT, CONNECT_TIMEOUT)
                                .option(ChannelOption.AUTO_CLOSE, false);
                Destination destination = new Destination(host, port);
                yield outcome -> dialer.dial(destination, outcome);
            }
            case LocalPlace.Socket(String path) ->
                    new UnixDialer(loop, transport, path, CONNECT_TIMEOUT)
                                    .option(ChannelOption.AUTO_CLOSE, false)
                            ::dial;
        };
    }
}

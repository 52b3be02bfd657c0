package io.portsicle.agent.local;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.Destination;
import io.portsicle.agent.dial.DialOutcome;
import io.portsicle.agent.dial.Dialer;
import io.portsicle.agent.dial.OffLoop;
import io.portsicle.agent.dial.UnixDialer;
import io.portsicle.agent.tls.ClientTls;
import io.portsicle.agent.tls.TlsOutcome;
import io.portsicle.tunnel.Transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

/// Opens connections to the local server: the way there, then TLS where it speaks that. Event loop
/// only; every outcome comes there, exactly once, after the call.
final class LocalDialer {
    static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration TLS_TIMEOUT = Duration.ofSeconds(5);

    private static final List<String> HTTP_1_1 = List.of("http/1.1");

    private final EventLoop loop;
    private final Consumer<Consumer<DialOutcome>> way;
    private final Optional<ClientTls> tls;

    LocalDialer(EventLoop loop, Transport transport, LocalSettings settings) {
        this.loop = loop;
        this.way = way(loop, transport, settings.place());
        this.tls =
                settings.place() instanceof LocalPlace.Port(String host, int port)
                        ? settings.tls().map(trust -> new ClientTls(host, port, trust, HTTP_1_1))
                        : Optional.empty();
    }

    void dial(Consumer<LocalOutcome> outcome) {
        if (tls.isEmpty() || tls.get().isLoaded()) {
            way.accept(dialled -> dialled(dialled, outcome));
        } else {
            OffLoop.run(loop, "portsicle-tls", () -> load(tls.get(), outcome));
        }
    }

    private Runnable load(ClientTls needed, Consumer<LocalOutcome> outcome) {
        try {
            needed.load();
            return () -> dial(outcome);
        } catch (SSLException e) {
            String reason = "TLS can't be set up: " + e.getMessage();
            return () -> outcome.accept(new LocalOutcome.Failed(reason));
        }
    }

    private void dialled(DialOutcome dialled, Consumer<LocalOutcome> outcome) {
        switch (dialled) {
            case DialOutcome.Failed(String reason) ->
                    outcome.accept(new LocalOutcome.Failed(reason));
            case DialOutcome.Connected(Channel channel) ->
                    tls.ifPresentOrElse(
                            needed ->
                                    needed.start(
                                            channel,
                                            TLS_TIMEOUT,
                                            how -> outcome.accept(outcome(how, channel))),
                            () -> outcome.accept(new LocalOutcome.Connected(channel)));
        }
    }

    private static LocalOutcome outcome(TlsOutcome how, Channel channel) {
        return switch (how) {
            case TlsOutcome.Open open -> new LocalOutcome.Connected(channel);
            case TlsOutcome.Untrusted(String reason) -> new LocalOutcome.Untrusted(reason);
            case TlsOutcome.Failed(String reason) -> new LocalOutcome.Failed(reason);
        };
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

package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.Destination;
import io.portsicle.agent.dial.DialOutcome;
import io.portsicle.agent.dial.Dialer;
import io.portsicle.agent.dial.OffLoop;
import io.portsicle.agent.proxy.ConnectRequest;
import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.agent.proxy.ProxyOutcome;
import io.portsicle.agent.proxy.ProxyTunnel;
import io.portsicle.agent.tls.ClientTls;
import io.portsicle.agent.tls.Trust;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

/// Attempts over the network: dial, the proxy where there is one, TLS, upgrade. Event loop only.
final class RelayAttempts implements Attempts {
    private static final int NONCE_BYTES = 16;

    private final ConnectSettings settings;
    private final ConnectTimeouts timeouts;
    private final EventLoop loop;
    private final Dialer dialer;
    private final ClientTls tls;
    private final SecureRandom random = new SecureRandom();

    RelayAttempts(ConnectSettings settings, EventLoop loop, Class<? extends Channel> channel) {
        this.settings = settings;
        this.loop = loop;
        this.timeouts = settings.timeouts();
        this.dialer = new Dialer(loop, channel, timeouts.nameLookUp(), timeouts.tcpConnect());
        this.tls = tls(settings);
    }

    @Override
    public Attempt begin(
            int number, Optional<Registration> last, Consumer<UpgradeOutcome> outcome) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Running attempt = new Running(new UpgradeRequest(settings, number, last, nonce), outcome);
        if (settings.relay().isTls() && !tls.isLoaded()) {
            OffLoop.run(loop, "portsicle-tls", () -> loadTls(attempt));
        } else {
            attempt.dial();
        }
        return attempt;
    }

    /// The upgrade needs HTTP/1.1, and a server in front of the relay might choose HTTP/2
    /// otherwise.
    private static ClientTls tls(ConnectSettings settings) {
        RelayAddress relay = settings.relay();
        Trust trust =
                settings.trust().<Trust>map(Trust.Authorities::new).orElseGet(Trust.Platform::new);
        return new ClientTls(relay.host(), relay.port(), trust, List.of("http/1.1"));
    }

    private Runnable loadTls(Running attempt) {
        try {
            tls.load();
            return attempt::dial;
        } catch (SSLException e) {
            return () -> attempt.unavailable("TLS can't be set up: " + e.getMessage());
        }
    }

    private Destination firstStop() {
        RelayAddress relay = settings.relay();
        return settings.proxy()
                .map(proxy -> new Destination(proxy.host(), proxy.port()))
                .orElseGet(() -> new Destination(relay.host(), relay.port()));
    }

    private final class Running implements Attempt {
        private final UpgradeRequest request;
        private final Consumer<UpgradeOutcome> outcome;
        private @Nullable Channel channel;
        private boolean abandoned;

        Running(UpgradeRequest request, Consumer<UpgradeOutcome> outcome) {
            this.request = request;
            this.outcome = outcome;
        }

        /// The addresses are asked for anew each time: a relay that is back may be back elsewhere.
        void dial() {
            if (!abandoned) {
                dialer.dial(firstStop(), this::dialled);
            }
        }

        @Override
        public void abandon() {
            abandoned = true;
            if (channel != null) {
                channel.close();
            }
        }

        void unavailable(String reason) {
            tell(new UpgradeOutcome.Unavailable(reason));
        }

        private void dialled(DialOutcome dialled) {
            switch (dialled) {
                case DialOutcome.Connected(Channel open) -> connected(open);
                case DialOutcome.Failed(String reason) ->
                        unavailable(
                                settings.proxy()
                                        .map(proxy -> ProxyTunnel.unreachable(proxy, reason))
                                        .orElse(reason));
            }
        }

        private void connected(Channel open) {
            if (abandoned) {
                open.close();
                return;
            }
            channel = open;
            settings.proxy().ifPresentOrElse(proxy -> askProxy(open, proxy), () -> upgrade(open));
        }

        private void askProxy(Channel open, ProxyAddress proxy) {
            RelayAddress relay = settings.relay();
            ProxyTunnel.open(
                    open,
                    new ConnectRequest(proxy, relay.host(), relay.port()),
                    timeouts.proxyAnswer(),
                    outcome -> proxyAnswered(open, proxy, outcome));
        }

        private void proxyAnswered(Channel open, ProxyAddress proxy, ProxyOutcome answer) {
            switch (answer) {
                case ProxyOutcome.Open tunnel -> upgrade(open);
                case ProxyOutcome.WantsCredentials no ->
                        tell(new UpgradeOutcome.RefusedByProxy(proxy));
                case ProxyOutcome.Failed(String reason) -> unavailable(reason);
            }
        }

        private void upgrade(Channel open) {
            if (settings.relay().isTls()) {
                open.pipeline().addLast("tls", tls.handler(open, timeouts.tlsHandshake()));
            }
            open.pipeline().addLast("upgrade", new UpgradeHandler(request, timeouts, this::tell));
        }

        private void tell(UpgradeOutcome how) {
            if (!abandoned) {
                outcome.accept(how);
            }
        }
    }
}

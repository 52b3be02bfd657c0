package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.Destination;
import io.portsicle.agent.dial.DialOutcome;
import io.portsicle.agent.dial.Dialer;
import io.portsicle.agent.dial.OffLoop;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

/// Attempts over the network: dial, TLS, upgrade. Event loop only.
final class RelayAttempts implements Attempts {
    private static final int NONCE_BYTES = 16;

    private final ConnectSettings settings;
    private final ConnectTimeouts timeouts;
    private final EventLoop loop;
    private final Dialer dialer;
    private final RelayTls tls;
    private final SecureRandom random = new SecureRandom();

    RelayAttempts(ConnectSettings settings, EventLoop loop, Class<? extends Channel> channel) {
        this.settings = settings;
        this.loop = loop;
        this.timeouts = settings.timeouts();
        this.dialer = new Dialer(loop, channel, timeouts.nameLookUp(), timeouts.tcpConnect());
        this.tls = new RelayTls(settings.relay(), settings.trust());
    }

    @Override
    public Attempt begin(Optional<Registration> last, Consumer<UpgradeOutcome> outcome) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Running attempt = new Running(new UpgradeRequest(settings, last, nonce), outcome);
        if (settings.relay().isTls() && !tls.isLoaded()) {
            OffLoop.run(loop, "portsicle-tls", () -> loadTls(attempt));
        } else {
            attempt.dial();
        }
        return attempt;
    }

    private Runnable loadTls(Running attempt) {
        try {
            tls.load();
            return attempt::dial;
        } catch (SSLException e) {
            return () -> attempt.unavailable("TLS can't be set up: " + e.getMessage());
        }
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
                RelayAddress relay = settings.relay();
                dialer.dial(new Destination(relay.host(), relay.port()), this::dialled);
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
                case DialOutcome.Connected(Channel open) -> upgrade(open);
                case DialOutcome.Failed(String reason) -> unavailable(reason);
            }
        }

        private void upgrade(Channel open) {
            if (abandoned) {
                open.close();
                return;
            }
            channel = open;
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

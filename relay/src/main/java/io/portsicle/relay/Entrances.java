package io.portsicle.relay;

import io.netty.channel.EventLoopGroup;
import io.portsicle.relay.ingress.Ingress;
import io.portsicle.relay.tls.TlsDoor;
import io.portsicle.relay.tls.UnusableCertificateException;
import io.portsicle.relay.visitor.Entrance;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What visitors meet at the addresses of a relay: TLS, a pointer to it, or neither.
record Entrances(RelayConfig config, Optional<TlsDoor> tls) implements AutoCloseable {
    /// Reads the certificates, if there are any; blocking.
    static Entrances of(RelayConfig config) {
        if (config.certificates().isEmpty()) {
            return new Entrances(config, Optional.empty());
        }
        try {
            TlsDoor door =
                    TlsDoor.open(config.certificates(), config.limits().tls(), Ingress.PROTOCOLS);
            return new Entrances(config, Optional.of(door));
        } catch (UnusableCertificateException unusable) {
            throw new RelayStartException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /// Looks at the certificates' files from now on, as long as one of the loops runs.
    void watch(EventLoopGroup loops) {
        long pause = config.limits().tls().lookPause().toNanos();
        tls.ifPresent(
                door ->
                        loops.next()
                                .scheduleAtFixedRate(
                                        door::look, pause, pause, TimeUnit.NANOSECONDS));
    }

    /// The entrance at an address; `httpsPort` is where visitors with TLS come in.
    Entrance at(ListenAddress address, int httpsPort) {
        if (address.isHttps()) {
            return new Entrance.Tls(tls.orElseThrow());
        }
        return switch (config.plainHttp()) {
            case SERVED -> new Entrance.Plain();
            case REDIRECTED -> new Entrance.ToHttps(httpsPort);
        };
    }

    @Override
    public void close() {
        tls.ifPresent(TlsDoor::close);
    }
}

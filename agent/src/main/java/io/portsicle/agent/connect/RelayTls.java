package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// TLS towards the relay. Its certificate and name are always verified.
final class RelayTls {
    private final RelayAddress relay;
    private final Optional<TrustManagerFactory> trust;
    private volatile @Nullable SslContext context;

    RelayTls(RelayAddress relay, Optional<TrustManagerFactory> trust) {
        this.relay = relay;
        this.trust = trust;
    }

    /// Whether [#load()] was called with success.
    boolean isLoaded() {
        return context != null;
    }

    /// Reads the authorities, which blocks.
    void load() throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .endpointIdentificationAlgorithm("HTTPS")
                        .applicationProtocolConfig(http1());
        trust.ifPresent(builder::trustManager);
        context = builder.build();
    }

    /// The handler for a new connection.
    SslHandler handler(Channel channel, Duration handshakeTimeout) {
        SslContext loaded = context;
        if (loaded == null) {
            throw new IllegalStateException("TLS is not loaded");
        }
        SslHandler handler = loaded.newHandler(channel.alloc(), relay.host(), relay.port());
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        return handler;
    }

    /// The upgrade needs HTTP/1.1, and a server in front of the relay might choose HTTP/2
    /// otherwise.
    private static ApplicationProtocolConfig http1() {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "http/1.1");
    }
}

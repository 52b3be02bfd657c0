package io.portsicle.agent.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;

/// TLS towards one server. Unless anyone is trusted, its certificate and its name are verified.
public final class ClientTls {
    private final String host;
    private final int port;
    private final Trust trust;
    private final List<String> protocols;
    private volatile @Nullable SslContext context;

    /// `host` is without the brackets of an IPv6 address; `protocols` are offered by ALPN (RFC
    /// 7301), best first.
    public ClientTls(String host, int port, Trust trust, List<String> protocols) {
        this.host = host;
        this.port = port;
        this.trust = trust;
        this.protocols = protocols;
    }

    /// Whether [#load()] was called with success.
    public boolean isLoaded() {
        return context != null;
    }

    /// Reads the authorities, which blocks.
    public void load() throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .applicationProtocolConfig(alpn());
        if (isName(host)) {
            // By itself Netty names only hosts with a dot: not localhost.
            builder.serverName(new SNIHostName(host));
        }
        context = trusting(builder).build();
    }

    /// The handler for a new connection.
    public SslHandler handler(Channel channel, Duration handshakeTimeout) {
        SslContext loaded = context;
        if (loaded == null) {
            throw new IllegalStateException("TLS is not loaded");
        }
        SslHandler handler = loaded.newHandler(channel.alloc(), host, port);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        return handler;
    }

    /// Begins TLS on an open channel whose pipeline is empty. On its event loop, where `outcome`
    /// hears, exactly once, how it went.
    public void start(Channel channel, Duration timeout, Consumer<TlsOutcome> outcome) {
        SslHandler tls = handler(channel, timeout);
        channel.pipeline().addLast("tls", tls);
        channel.pipeline().addLast("handshake", new TlsHandshake(tls, timeout, outcome));
    }

    private SslContextBuilder trusting(SslContextBuilder builder) {
        return switch (trust) {
            case Trust.Platform platform -> builder.endpointIdentificationAlgorithm("HTTPS");
            case Trust.Authorities some ->
                    builder.endpointIdentificationAlgorithm("HTTPS").trustManager(some.factory());
            case Trust.Anyone anyone ->
                    builder.endpointIdentificationAlgorithm(null)
                            .trustManager(InsecureTrustManagerFactory.INSTANCE);
        };
    }

    private ApplicationProtocolConfig alpn() {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols);
    }

    private static boolean isName(String host) {
        return !NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host);
    }
}

package io.portsicle.relay.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Chooses the certificates by the name that the visitor asks for in its first message, and makes
/// room for TLS. One for each connection; on its event loop.
final class SniChoice extends SniHandler {
    private final long startedAt = System.nanoTime();

    SniChoice(
            Mapping<String, SslContext> contexts, int clientHelloBytes, Duration handshakeTimeout) {
        super(contexts, clientHelloBytes, handshakeTimeout.toMillis());
    }

    /// The handshake goes on with the time that the first message has left.
    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator alloc) {
        SslHandler handler = super.newSslHandler(context, alloc);
        long gone = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        handler.setHandshakeTimeoutMillis(Math.max(1, handshakeTimeoutMillis - gone));
        return handler;
    }
}

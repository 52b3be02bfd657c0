package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.portsicle.agent.local.exchange.BodySink;
import io.portsicle.tunnel.NetworkFailure;
import io.portsicle.tunnel.ReadSize;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A connection to the local server after it has switched protocols: bytes both ways, each
/// direction ended on its own. It carries its one exchange and nothing after it. Event loop only.
final class UpgradedConnection extends ChannelInboundHandlerAdapter
        implements BodySink, ResponseSource {
    /// How long a local server that has said its last word may take to read the visitor's.
    static final Duration LAST_BYTES_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(UpgradedConnection.class);

    private final Channel channel;
    private final ConnectionOutput output;
    private final UpgradeExchange exchange;
    private @Nullable Throwable failure;
    private @Nullable Future<?> lastBytesTimeout;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean over;

    UpgradedConnection(Channel channel, ConnectionOutput output, UpgradeExchange exchange) {
        this.channel = channel;
        this.output = output;
        this.exchange = exchange;
        ReadSize.of(channel).limit(exchange::room);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    // ---- from the visitor

    @Override
    public void data(ByteBuf piece) {
        output.write(piece);
    }

    /// Ends this direction behind what is written; the local server may go on.
    @Override
    public void end(@Nullable Fields trailers) {
        outputEnded = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutDownOutput());
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    @Override
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /// Where both sides have ended, what is written still leaves; everything else breaks off, and
    /// the local server is told by a reset: it must not take a cut for an end.
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (inputEnded && outputEnded) {
            closeBehindLastBytes();
        } else {
            abort();
        }
    }

    // ---- from the local server

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (over) {
            data.release();
        } else {
            exchange.onResponseData(data, false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        boolean isEnd = event instanceof ChannelInputShutdownEvent || isTlsEnd(event);
        if (isEnd && !over && !inputEnded) {
            onInputEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.onWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (lastBytesTimeout != null) {
            lastBytesTimeout.cancel(false);
        }
        onLost();
    }

    /// A failed write tells that the local server is gone; what it had sent before is read first.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = cause;
        boolean ofNetwork = NetworkFailure.isOfNetwork(cause);
        if (!ofNetwork) {
            LOG.error("upgraded connection failed", cause);
        }
        if (inputEnded || !ofNetwork) {
            onLost();
        }
    }

    /// Once our own direction is ended the event comes before the server's last word.
    private boolean isTlsEnd(Object event) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return event == SslCloseCompletionEvent.SUCCESS
                && tls != null
                && tls.engine().isInboundDone();
    }

    private void onInputEnd() {
        if (failure != null) {
            onLost();
            return;
        }
        inputEnded = true;
        exchange.onResponseData(Unpooled.EMPTY_BUFFER, true);
    }

    private void onLost() {
        if (over) {
            return;
        }
        over = true;
        abort();
        String reason = failure == null ? "no reason given" : NetworkFailure.reason(failure);
        exchange.onConnectionLost(false, "broke the upgraded connection: " + reason);
    }

    private void shutDownOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    private void closeBehindLastBytes() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isOpen()) {
            lastBytesTimeout =
                    channel.eventLoop()
                            .schedule(
                                    this::abort,
                                    LAST_BYTES_TIMEOUT.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void abort() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}

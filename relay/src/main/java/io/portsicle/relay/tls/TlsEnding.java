package io.portsicle.relay.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a connection with TLS end as one without does, so that nobody behind it need know which it
/// is: close_notify counts as the peer's FIN, a connection that is reset (SO_LINGER 0) or that the
/// peer takes nothing from ends without a close_notify, which would say that all was sent, and what
/// breaks TLS ends the connection without more words.
///
/// Directly behind TLS; one for each connection, on its event loop.
final class TlsEnding extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEnding.class);

    private boolean inputHasEnded;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            // After a close_notify of ours the event comes before the peer's last word.
            if (ctx.pipeline().get(SslHandler.class).engine().isInboundDone()) {
                endInput(ctx);
            }
        } else if (event != ChannelInputShutdownEvent.INSTANCE || !inputHasEnded) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Channel channel = ctx.channel();
        if (isStuck(channel) || isReset(channel)) {
            channel.unsafe().close(promise);
        } else {
            ctx.close(promise);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            LOG.atDebug().setCause(cause).log("a peer does not speak TLS as it should");
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void endInput(ChannelHandlerContext ctx) {
        inputHasEnded = true;
        if (((SocketChannel) ctx.channel()).config().isAllowHalfClosure()) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            ctx.close();
        }
    }

    private static boolean isStuck(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && !waiting.isEmpty();
    }

    private static boolean isReset(Channel channel) {
        return channel instanceof SocketChannel socket
                && socket.isOpen()
                && socket.config().getSoLinger() == 0;
    }
}

package io.portsicle.relay.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/// Ends one direction of a connection, and tells when the peer has done so. On the connection's
/// event loop.
public final class HalfClose {
    private static final int TCP_CLOSE_WAIT = 8;

    private HalfClose() {}

    /// Sends the last bytes, which this takes over, and says behind them that nothing follows; then
    /// `done` runs, unless the connection is lost before. The peer's side stays open.
    public static void behind(ByteBuf last, SocketChannel channel, Runnable done) {
        channel.writeAndFlush(last)
                .addListener(
                        sent -> {
                            if (sent.isSuccess()) {
                                byUs(channel);
                                done.run();
                            }
                        });
    }

    /// Where there is TLS first in its own words, so that nobody takes what was sent for cut off,
    /// and then with a FIN.
    private static void byUs(SocketChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> channel.shutdownOutput());
        }
    }

    /// Whether a peer that has ended its direction still hears something. With TLS it does not:
    /// what is sent after the peer's close_notify is lost (RFC 5246, 7.2.1; RFC 8446 would permit
    /// it, OpenSSL's engine does not).
    public static boolean leavesTheOtherHalf(SocketChannel channel) {
        return channel.pipeline().get(SslHandler.class) == null;
    }

    /// Asks the kernel whether the peer has closed its side behind bytes that were not read. Epoll
    /// reports that close once, even for a socket that is not being read from, but what it delivers
    /// then is bytes; elsewhere nobody can tell.
    public static boolean isByPeer(SocketChannel channel) {
        return channel instanceof EpollSocketChannel epoll
                && epoll.isOpen()
                && epoll.tcpInfo().state() == TCP_CLOSE_WAIT;
    }
}

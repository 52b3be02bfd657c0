package io.portsicle.relay.ingress;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;

/// Asks the kernel whether a peer has closed its side behind bytes that were not read. Epoll
/// reports that close once, even for a socket that is not being read from, but what it delivers
/// then is bytes; elsewhere nobody can tell.
final class HalfClose {
    private static final int TCP_CLOSE_WAIT = 8;

    private HalfClose() {}

    static boolean isByPeer(SocketChannel channel) {
        return channel instanceof EpollSocketChannel epoll
                && epoll.isOpen()
                && epoll.tcpInfo().state() == TCP_CLOSE_WAIT;
    }
}

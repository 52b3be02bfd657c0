package io.portsicle.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.portsicle.tunnel.ReadSize;
import io.portsicle.tunnel.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class DialerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final EventLoopGroup loops = Transport.best().newGroup(1, "dialer-test");
    private final EventLoop loop = loops.next();
    private final Dialer dialer = new Dialer(loop, Transport.best().channel(), TIMEOUT, TIMEOUT);

    @AfterEach
    void stop() {
        Transport.shutDown(loops);
    }

    @Test
    void theFirstAddressThatTakesTheConnectionIsTriedFirstNextTime() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress dead =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            InetSocketAddress alive = (InetSocketAddress) server.getLocalSocketAddress();
            Destination destination = new Destination("two.invalid", alive.getPort());
            destination.keep(List.of(dead, alive));
            assertThat(dial(destination)).isInstanceOf(DialOutcome.Connected.class);
            assertThat(destination.addresses()).containsExactly(alive, dead);
        }
    }

    @Test
    void aRefusedConnectionIsCalledThat() throws IOException {
        assertThat(dial(new Destination("localhost", freePort())))
                .isEqualTo(new DialOutcome.Failed("connection refused"));
    }

    @Test
    void anUnknownNameIsCalledThat() {
        assertThat(dial(new Destination("nobody.invalid", 80)))
                .isEqualTo(new DialOutcome.Failed("unknown host nobody.invalid"));
    }

    @Test
    void aNameWhoseAddressesFailedIsLookedUpAgain() throws IOException {
        Destination destination = new Destination("moved.invalid", 80);
        destination.keep(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort())));
        assertThat(dial(destination)).isEqualTo(new DialOutcome.Failed("connection refused"));
        assertThat(dial(destination))
                .isEqualTo(new DialOutcome.Failed("unknown host moved.invalid"));
    }

    @Test
    void localhostNeedsNoResolver() {
        assertThat(new Destination("localhost", 1).addresses())
                .extracting(address -> address.getAddress().getHostAddress())
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(new Destination("demo.localhost", 1).addresses()).hasSize(2);
        assertThat(new Destination("192.0.2.1", 1).addresses()).hasSize(1);
        assertThat(new Destination("2001:db8::1", 1).addresses()).hasSize(1);
        assertThat(new Destination("example.com", 1).addresses()).isEmpty();
    }

    @Test
    void aSocketThatCannotBeMadeIsAFailureOnTheLoop() {
        Dialer broken = new Dialer(loop, NoSocket.class, TIMEOUT, TIMEOUT);
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
        CompletableFuture<DialOutcome> outcome = new CompletableFuture<>();
        loop.execute(
                () ->
                        broken.dial(
                                new Destination("192.0.2.1", 80),
                                how -> {
                                    onLoop.complete(loop.inEventLoop());
                                    outcome.complete(how);
                                }));
        assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join())
                .isEqualTo(new DialOutcome.Failed("too many open files"));
        assertThat(onLoop.join()).isTrue();
    }

    @Test
    void anAddressThatDoesNotAnswerIsOvertakenByTheNext() throws IOException {
        try (ServerSocket full = listener(1);
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
                ServerSocket server = listener(50)) {
            Destination destination = new Destination("two.invalid", server.getLocalPort());
            destination.keep(List.of(address(full), address(server)));
            assertThat(dial(destination)).isInstanceOf(DialOutcome.Connected.class);
            assertThat(destination.addresses()).startsWith(address(server));
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsGivenUp() throws IOException {
        Dialer hasty =
                new Dialer(loop, Transport.best().channel(), TIMEOUT, Duration.ofMillis(100));
        try (ServerSocket full = listener(1);
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(dial(hasty, new Destination("127.0.0.1", full.getLocalPort())))
                    .isEqualTo(new DialOutcome.Failed("no TCP connection within 100 ms"));
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }

    @Test
    void aResolverThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        Dialer hasty =
                new Dialer(
                        loop,
                        Transport.best().channel(),
                        new LookUps(loop, host -> await(never), Duration.ofMillis(100)),
                        TIMEOUT);
        assertThat(dial(hasty, new Destination("slow.test", 80)))
                .isEqualTo(
                        new DialOutcome.Failed(
                                "no answer to the name look-up of slow.test within 100 ms"));
        never.countDown();
    }

    @Test
    void theReasonIsThatOfTheFirstAddressThisMachineHasAWayTo() {
        Throwable noNetwork = new ConnectException("connect(..) failed: Network is unreachable");
        Throwable refused = new ConnectException("Connection refused");
        Throwable noRoute = new NoRouteToHostException("x");
        assertThat(ConnectFailure.reason(List.of(noNetwork, noRoute, refused), TIMEOUT))
                .isEqualTo("connection refused");
        assertThat(ConnectFailure.reason(List.of(noNetwork, noRoute), TIMEOUT))
                .isEqualTo("network is unreachable");
    }

    @Test
    void aConnectionThatDoesNotComeHasItsTimeInTheReason() {
        assertThat(ConnectFailure.reason(new ConnectTimeoutException("x"), TIMEOUT))
                .isEqualTo("no TCP connection within 5 s");
    }

    @Test
    void aConnectionIsReadInLargePiecesWhereThereIsRoom() throws IOException {
        CompletableFuture<Integer> large = new CompletableFuture<>();
        try (ServerSocket server = listener(1)) {
            Destination destination = new Destination("localhost", server.getLocalPort());
            loop.execute(() -> dialer.dial(destination, outcome -> readAll(outcome, large)));
            try (Socket peer = server.accept()) {
                for (int i = 0; i < 500 && !large.isDone(); i++) {
                    peer.getOutputStream().write(new byte[1024 * 1024]);
                }
            }
        }
        assertThat(large).isCompletedWithValueMatching(size -> size <= 256 * 1024);
    }

    private DialOutcome dial(Destination destination) {
        return dial(dialer, destination);
    }

    private DialOutcome dial(Dialer dialer, Destination destination) {
        CompletableFuture<DialOutcome> outcome = new CompletableFuture<>();
        loop.execute(() -> dialer.dial(destination, outcome::complete));
        DialOutcome came = outcome.orTimeout(10, TimeUnit.SECONDS).join();
        if (came instanceof DialOutcome.Connected connected) {
            connected.channel().close().syncUninterruptibly();
        }
        return came;
    }

    /// Reads, with all the room there is, and tells of the first read above 64 KiB.
    private static void readAll(DialOutcome outcome, CompletableFuture<Integer> large) {
        Channel channel = ((DialOutcome.Connected) outcome).channel();
        ReadSize.of(channel).limit(() -> Integer.MAX_VALUE);
        channel.pipeline()
                .addLast(
                        new SimpleChannelInboundHandler<ByteBuf>() {
                            @Override
                            protected void channelRead0(ChannelHandlerContext ctx, ByteBuf read) {
                                if (read.readableBytes() > 64 * 1024) {
                                    large.complete(read.readableBytes());
                                }
                            }
                        });
    }

    /// Without anyone who accepts: the kernel takes one connection more than the backlog, and
    /// leaves others without an answer.
    private static ServerSocket listener(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static InetAddress[] await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new InetAddress[0];
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// A socket on a machine that has no more of them.
    public static final class NoSocket extends NioSocketChannel {
        public NoSocket() throws IOException {
            throw new IOException("newSocketStream failed: Too many open files");
        }
    }
}

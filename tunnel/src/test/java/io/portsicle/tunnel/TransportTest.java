package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class TransportTest {

    static Stream<Transport> transports() {
        return Stream.of(Transport.best(), Transport.NIO).distinct();
    }

    /// What a loop does in the middle of a turn is what another thread does at a bad moment.
    @ParameterizedTest
    @MethodSource("transports")
    void aGroupThatIsShutDownInTheMiddleOfATurnClosesItsChannels(Transport transport)
            throws Exception {
        EventLoopGroup group = transport.newGroup(1, "shut-down-test");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel channel =
                    new Bootstrap()
                            .group(group)
                            .channel(transport.channel())
                            .handler(new ChannelInboundHandlerAdapter())
                            .connect(server.getLocalSocketAddress())
                            .sync()
                            .channel();

            Future<?> done =
                    channel.eventLoop().submit(() -> Transport.shutDown(group)).sync().getNow();

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void loopsThatNeverRanEndAsWellAndTwiceDoesNoHarm(Transport transport) throws Exception {
        EventLoopGroup group = transport.newGroup(3, "shut-down-test");

        List<Future<?>> done = List.of(Transport.shutDown(group), Transport.shutDown(group));

        for (Future<?> end : done) {
            assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Transport.shutDown(group).isDone()).isTrue();
    }
}

package io.portsicle.agent.local.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.agent.local.exchange.ExchangeTerms;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.RequestMethod;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.exchange.VisitorResponse;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

class UpgradedConnectionTest {
    private final NeverFlushed stalled = new NeverFlushed();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final UpgradedConnection connection;

    UpgradedConnectionTest() {
        channel.freezeTime();
        channel.pipeline().addLast(stalled);
        connection = new UpgradedConnection(channel, new ConnectionOutput(channel), exchange());
        channel.pipeline().addLast(connection);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aServerThatSaidItsLastWordHasSomeTimeToReadTheVisitors() {
        connection.data(Unpooled.copiedBuffer(new byte[100]));
        connection.end(null);
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        connection.close();
        advance(UpgradedConnection.LAST_BYTES_TIMEOUT.minusMillis(1));
        assertThat(channel.isOpen()).isTrue();
        advance(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aServerThatReadsItIsClosedAtOnce() {
        connection.data(Unpooled.copiedBuffer(new byte[100]));
        connection.end(null);
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        connection.close();
        assertThat(channel.isOpen()).isTrue();
        channel.pipeline().remove(stalled);
        channel.flush();
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        ByteBuf written = channel.readOutbound();
        assertThat(written.readableBytes()).isEqualTo(100);
        written.release();
    }

    @Test
    void withoutTheEndOfBothSidesItBreaksOffAtOnce() {
        connection.data(Unpooled.copiedBuffer(new byte[100]));
        connection.end(null);
        connection.close();
        assertThat(channel.isOpen()).isFalse();
    }

    private void advance(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private UpgradeExchange exchange() {
        OwnAddress own = new OwnAddress("http", "127.0.0.1:9", "", Optional.empty(), false);
        ExchangeTerms terms =
                new ExchangeTerms(
                        channel.eventLoop(),
                        "127.0.0.1:9",
                        Duration.ofSeconds(1),
                        new AddressMapping(own),
                        Optional.empty());
        Http2Stream stream = UnheardStream.on(channel);
        Fields head = new Fields().add(KnownField.PROTOCOL, "websocket");
        PublicAddress visited = PublicAddress.of(head, null);
        VisitorRequest request =
                new VisitorRequest(
                        RequestMethod.GET,
                        visited,
                        new RequestBody(BodyFraming.UNTIL_CLOSE, stream, false),
                        new VisitorResponse(terms, stream, RequestMethod.GET, head, visited));
        return new UpgradeExchange(request, Upgrade.of(head, new byte[16]), Unpooled.EMPTY_BUFFER);
    }

    /// A socket that takes nothing.
    private static final class NeverFlushed extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {}
    }
}

package io.portsicle.agent.local.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.portsicle.agent.local.reach.NeverDialled;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.IgnoringListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

class LocalHttp2Test {
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LocalHttp2 connection;

    LocalHttp2Test() {
        channel.freezeTime();
        Http2Pool pool = new Http2Pool(NeverDialled.on(channel.eventLoop()), "server");
        connection = new LocalHttp2(pool, channel);
        channel.pipeline().addLast(connection);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        advance(LocalHttp2.SETTINGS_TIMEOUT.minusMillis(1));
        assertThat(channel.isOpen()).isTrue();
        advance(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.lossReason()).isEqualTo("sent no HTTP/2 SETTINGS within 5 s");
    }

    @Test
    void itTakesNothingBeforeTheServersSettings() {
        assertThat(connection.hasRoom()).isFalse();
        receiveSettings();
        assertThat(connection.hasRoom()).isTrue();
    }

    @Test
    void aConnectionThatCarriesNothingIsClosedAfterAWhile() {
        receiveSettings();
        advance(LocalHttp2.LONGEST_IDLE.minusMillis(1));
        assertThat(channel.isOpen()).isTrue();
        advance(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void itsIdleTimeBeginsWithTheEndOfItsLastStream() {
        receiveSettings();
        advance(Duration.ofSeconds(10));
        Http2Stream stream = connection.open(request(), true, new Nobody());
        advance(LocalHttp2.LONGEST_IDLE.multipliedBy(3));
        assertThat(channel.isOpen()).isTrue();
        stream.reset(ErrorCode.CANCEL);
        advance(LocalHttp2.LONGEST_IDLE.minusMillis(1));
        assertThat(channel.isOpen()).isTrue();
        advance(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aStreamInBetweenMakesItsIdleTimeBeginAnew() {
        receiveSettings();
        advance(Duration.ofSeconds(20));
        connection.open(request(), true, new Nobody()).reset(ErrorCode.CANCEL);
        advance(Duration.ofSeconds(20));
        assertThat(channel.isOpen()).isTrue();
        advance(Duration.ofSeconds(10));
        assertThat(channel.isOpen()).isFalse();
    }

    private void receiveSettings() {
        channel.writeInbound(Unpooled.copiedBuffer(SETTINGS));
        channel.runPendingTasks();
    }

    private void advance(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private static Fields request() {
        return new Fields().add(KnownField.METHOD, "GET").add(KnownField.PATH, "/");
    }

    /// Tells the connection of the end, as every exchange does.
    private final class Nobody extends IgnoringListener {
        @Override
        public void onClosed(StreamEnd end) {
            connection.closed();
        }
    }
}

package io.portsicle.agent.local.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.portsicle.agent.local.reach.NeverDialled;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class IdleConnectionsTest {
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final IdleConnections idle;
    private final Http1Pool pool;

    IdleConnectionsTest() {
        clock.freezeTime();
        idle = new IdleConnections(clock.eventLoop());
        pool = new Http1Pool(clock.eventLoop(), NeverDialled.on(clock.eventLoop()));
    }

    @Test
    void theLastOneGivenIsTheFirstOneTaken() {
        LocalConnection first = connection();
        LocalConnection second = connection();
        idle.give(first);
        idle.give(second);
        assertThat(idle.take()).isSameAs(second);
        assertThat(idle.take()).isSameAs(first);
        assertThat(idle.take()).isNull();
    }

    @Test
    void whatNobodyNeedsIsClosedAfterFourSeconds() {
        LocalConnection old = connection();
        idle.give(old);
        advance(3);
        LocalConnection young = connection();
        idle.give(young);
        advance(1);
        assertThat(old.isOpen()).isFalse();
        assertThat(young.isOpen()).isTrue();
        advance(3);
        assertThat(young.isOpen()).isFalse();
        assertThat(idle.count()).isZero();
    }

    @Test
    void aClosedConnectionIsNotGivenOut() {
        LocalConnection open = connection();
        LocalConnection closed = connection();
        idle.give(open);
        idle.give(closed);
        closed.close();
        assertThat(idle.take()).isSameAs(open);
    }

    @Test
    void thereIsALimit() {
        for (int i = 0; i < IdleConnections.MAX_IDLE; i++) {
            idle.give(connection());
        }
        LocalConnection tooMany = connection();
        idle.give(tooMany);
        assertThat(tooMany.isOpen()).isFalse();
        assertThat(idle.count()).isEqualTo(IdleConnections.MAX_IDLE);
    }

    @Test
    void afterTheCloseNothingIsKept() {
        LocalConnection before = connection();
        idle.give(before);
        idle.close();
        LocalConnection after = connection();
        idle.give(after);
        assertThat(before.isOpen()).isFalse();
        assertThat(after.isOpen()).isFalse();
        assertThat(idle.count()).isZero();
    }

    private LocalConnection connection() {
        EmbeddedChannel channel = new EmbeddedChannel();
        LocalConnection connection = new LocalConnection(pool, channel);
        channel.pipeline().addLast(connection);
        return connection;
    }

    private void advance(int seconds) {
        clock.advanceTimeBy(seconds, TimeUnit.SECONDS);
        clock.runScheduledPendingTasks();
    }
}

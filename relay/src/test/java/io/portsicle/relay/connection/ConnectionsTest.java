package io.portsicle.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;

class ConnectionsTest {
    private final InetAddress one = address(1);
    private final InetAddress two = address(2);
    private final Connections connections = new Connections(5, 2);

    @Test
    void refusesMoreThanOneAddressMayHave() {
        assertThat(connections.enter(one)).isTrue();
        assertThat(connections.enter(one)).isTrue();
        assertThat(connections.enter(one)).isFalse();
        assertThat(connections.enter(two)).isTrue();

        connections.leave(one);
        assertThat(connections.enter(one)).isTrue();
    }

    @Test
    void refusesMoreThanThereMayBeInAll() {
        for (int i = 0; i < 5; i++) {
            assertThat(connections.enter(InetAddress.getLoopbackAddress())).isTrue();
        }
        assertThat(connections.enter(two)).isFalse();
        assertThat(connections.all().count()).isEqualTo(5);
    }

    @Test
    void whoWasRefusedDoesNotCount() {
        connections.enter(one);
        connections.enter(one);
        for (int i = 0; i < 10; i++) {
            connections.enter(one);
        }
        assertThat(connections.all().count()).isEqualTo(2);
    }

    @Test
    void tellsWhenNobodyIsLeft() {
        connections.enter(one);
        var none = connections.all().awaitNone();
        assertThat(none).isNotDone();

        connections.leave(one);
        assertThat(none).isDone();
        assertThat(new Connections(1, 1).all().awaitNone()).isDone();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

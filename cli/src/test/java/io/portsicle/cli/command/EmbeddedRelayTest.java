package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.relay.RelayStartException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

class EmbeddedRelayTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aPortInUseMeansTheNextOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
                EmbeddedRelay relay = start(taken.getLocalPort(), taken.getLocalPort() + 20)) {
            assertThat(relay.url().getPort()).isGreaterThan(taken.getLocalPort());
        }
    }

    @Test
    void whenNoPortIsFreeItDoesNotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> start(port, port)).isInstanceOf(RelayStartException.class);
        }
    }

    @Test
    void itListensAtItsUrlUntilItIsClosed() throws IOException {
        EmbeddedRelay relay = start();
        int port = relay.url().getPort();

        assertThat(relay.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
        new Socket(LOOPBACK, port).close();
        relay.close();

        assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void eachHasATokenOfItsOwn() throws IOException {
        try (EmbeddedRelay one = start();
                EmbeddedRelay other = start()) {
            assertThat(one.token()).hasSize(32).isNotEqualTo(other.token());
        }
    }

    @Test
    void othersReachItAtTheGivenAddressAndItsPort() throws IOException {
        try (EmbeddedRelay relay = start()) {
            URI base = relay.reachFrom(InetAddress.getByName("192.168.1.20")).base();

            assertThat(base).hasHost("192.168.1.20").hasPort(relay.url().getPort());
        }
    }

    /// On a port that was free a moment ago, or one of those after it.
    private static EmbeddedRelay start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return start(socket.getLocalPort() + 1, socket.getLocalPort() + 20);
        }
    }

    private static EmbeddedRelay start(int firstPort, int lastPort) {
        return EmbeddedRelay.start(LOOPBACK.getHostAddress(), firstPort, lastPort);
    }
}

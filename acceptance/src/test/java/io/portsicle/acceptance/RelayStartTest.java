package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;

/// How a relay starts, and what it says when it can't.
class RelayStartTest {
    @Test
    void aPortInUseIsNamedInOneLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess relay =
                        Portsicle.run(
                                RelayProcess.arguments(
                                        "http://127.0.0.1:" + taken.getLocalPort()))) {
            assertThat(relay.awaitExit()).isEqualTo(1);
            assertThat(relay.out()).isEmpty();
            assertThat(relay.err())
                    .singleElement()
                    .asString()
                    .contains("--listen")
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use");
        }
    }

    @Test
    void aRelayMayListenOnSeveralAddresses() throws IOException {
        try (RelayProcess relay = RelayProcess.start("--listen", "http://127.0.0.1:0")) {
            var addresses =
                    relay.process().out().stream()
                            .filter(line -> line.startsWith("Relay listening on "))
                            .flatMap(
                                    line ->
                                            Arrays.stream(
                                                    line.substring("Relay listening on ".length())
                                                            .split("[ ,]+")))
                            .map(URI::create)
                            .toList();

            assertThat(addresses).hasSize(2);
            for (URI address : addresses) {
                assertThat(RawVisitor.get(address, "/healthz").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void sigtermEndsARelayInOrder() {
        try (RelayProcess relay = RelayProcess.start()) {
            relay.process().terminate();

            assertThat(relay.process().awaitExit()).isZero();
        }
    }

    @Test
    void aSecondRelaySharesThePortOnlyWhereThatIsWished() {
        try (RelayProcess first = RelayProcess.start();
                ChildProcess second =
                        Portsicle.run(RelayProcess.arguments(first.address().toString()))) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.err())
                    .singleElement()
                    .asString()
                    .contains("in use")
                    .contains("--beside");
        }
    }

    @Test
    void verboseWorksWhereverItStands() {
        try (RelayProcess relay = RelayProcess.start("--verbose")) {
            await("the log begins")
                    .until(
                            () ->
                                    relay.process().err().stream()
                                            .anyMatch(line -> line.contains("relay listens")));
        }
    }
}

package io.portsicle.relay.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.Test;

/// The same with TLS, for the visitor and the agent.
class UpgradeOverTlsTest extends UpgradeTest {
    @Override
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.startWithTls(config);
    }

    /// What came before the close_notify arrives; what the server says after it has no way back.
    @Override
    @Test
    void theVisitorClosesItsDirectionAndStillHears() throws Exception {
        Local.Exchange exchange = upgrade();

        visitor.sendExactly("last").shutdownOutput();
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("last");

        exchange.data("answer", false);
        await().until(() -> exchange.end() != null);
    }

    /// A visitor's TLS says goodbye before its socket is reset: to the server it has left in order.
    @Override
    @Test
    void aVisitorThatLeavesAbortsTheStream() throws Exception {
        Local.Exchange exchange = upgrade();

        visitor.abort();

        await().until(exchange::isRequestEnded);
        exchange.data("still there?", false);
        await().until(() -> exchange.end() != null);
    }
}

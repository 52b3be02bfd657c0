package io.portsicle.relay.ingress;

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

    /// A close_notify ends both directions.
    @Override
    @Test
    void theVisitorClosesItsDirectionAndStillHears() throws Exception {
        Local.Exchange exchange = upgrade();

        visitor.sendExactly("last").shutdownOutput();

        await().until(() -> exchange.end() != null);
        assertThat(exchange.body()).isEqualTo("last");
    }
}

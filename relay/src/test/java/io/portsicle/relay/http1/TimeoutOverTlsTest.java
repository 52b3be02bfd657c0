package io.portsicle.relay.http1;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.RunningRelay;

/// The same with TLS, for the visitor and the agent.
class TimeoutOverTlsTest extends TimeoutTest {
    @Override
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.startWithTls(config);
    }
}

package io.portsicle.relay.visitor;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.RunningRelay;

/// The same with TLS, for the visitor and the agent.
class AwayAgentOverTlsTest extends AwayAgentTest {
    @Override
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.startWithTls(config);
    }
}

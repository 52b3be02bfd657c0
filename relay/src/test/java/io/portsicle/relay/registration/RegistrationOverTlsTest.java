package io.portsicle.relay.registration;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.RunningRelay;

/// The same with TLS, for the visitor and the agent.
class RegistrationOverTlsTest extends RegistrationTest {
    @Override
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.startWithTls(config);
    }
}

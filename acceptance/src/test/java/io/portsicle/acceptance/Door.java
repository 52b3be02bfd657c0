package io.portsicle.acceptance;

import io.portsicle.acceptance.local.TestAuthority;

/// How visitors and agents come to the relay.
enum Door {
    PLAIN {
        @Override
        Tunnel to(int localPort, TestAuthority authority, String... agentOptions) {
            return Tunnel.to(localPort, agentOptions);
        }
    },
    TLS {
        @Override
        Tunnel to(int localPort, TestAuthority authority, String... agentOptions) {
            return Tunnel.tlsTo(localPort, authority, agentOptions);
        }
    };

    /// A tunnel whose relay has a certificate of the authority, where one is needed.
    abstract Tunnel to(int localPort, TestAuthority authority, String... agentOptions);
}

package io.portsicle.acceptance;

import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// How visitors and agents come to the relay. An authority is needed by TLS only.
enum Door {
    PLAIN("plain") {
        @Override
        RelayProcess relay(TestAuthority authority, String... options) {
            return RelayProcess.start(options);
        }

        @Override
        AgentProcess agent(
                RelayProcess relay, TestAuthority authority, int localPort, String... options) {
            return AgentProcess.start(relay, localPort, options);
        }
    },

    /// Agents come by `wss`, visitors by `https`.
    TLS("TLS") {
        @Override
        RelayProcess relay(TestAuthority authority, String... options) {
            return RelayProcess.startAt(
                    "https://127.0.0.1:0",
                    with(
                            options,
                            "--tls-cert",
                            authority.certificateFile().toString(),
                            "--tls-key",
                            authority.keyFile().toString()));
        }

        @Override
        AgentProcess agent(
                RelayProcess relay, TestAuthority authority, int localPort, String... options) {
            return AgentProcess.start(
                    URI.create("wss://localhost:" + relay.port()),
                    Integer.toString(localPort),
                    with(options, "--ca", authority.authorityFile().toString()));
        }
    };

    private final String name;

    Door(String name) {
        this.name = name;
    }

    abstract RelayProcess relay(TestAuthority authority, String... options);

    abstract AgentProcess agent(
            RelayProcess relay, TestAuthority authority, int localPort, String... options);

    /// A relay and an agent.
    Tunnel to(int localPort, TestAuthority authority, String... agentOptions) {
        RelayProcess relay = relay(authority);
        try {
            return new Tunnel(relay, agent(relay, authority, localPort, agentOptions));
        } catch (RuntimeException | Error e) {
            relay.close();
            throw e;
        }
    }

    /// As docs/conformance.md says it.
    @Override
    public String toString() {
        return name;
    }

    private static String[] with(String[] options, String... more) {
        return Stream.of(List.of(more), Arrays.asList(options))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }
}

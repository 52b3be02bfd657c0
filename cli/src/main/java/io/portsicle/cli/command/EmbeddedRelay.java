package io.portsicle.cli.command;

import io.portsicle.cli.console.Scene.Reach;
import io.portsicle.relay.Admission;
import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.Relay;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayStartException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A relay in this process, for its own agent alone: it admits only who knows a token that never
/// leaves the process.
final class EmbeddedRelay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRelay.class);

    static final int FIRST_PORT = 8080;
    static final int LAST_PORT = 8099;

    private static final int TOKEN_BYTES = 16;

    private final Relay relay;
    private final String token;
    private final int port;

    private EmbeddedRelay(Relay relay, String token, int port) {
        this.relay = relay;
        this.token = token;
        this.port = port;
    }

    /// Starts one that only this machine reaches.
    static EmbeddedRelay onThisMachine() {
        return start("127.0.0.1", FIRST_PORT, LAST_PORT);
    }

    /// Starts one that the local network reaches, too.
    static EmbeddedRelay onAllInterfaces() {
        return start("0.0.0.0", FIRST_PORT, LAST_PORT);
    }

    /// Takes the first free port; a [RelayStartException] tells of the last one tried.
    static EmbeddedRelay start(String host, int firstPort, int lastPort) {
        String token = randomToken();
        for (int port = firstPort; port < lastPort; port++) {
            try {
                return new EmbeddedRelay(Relay.start(config(host, port, token)), token, port);
            } catch (RelayStartException e) {
                LOG.atDebug().addKeyValue("port", port).setCause(e).log("port not free");
            }
        }
        return new EmbeddedRelay(Relay.start(config(host, lastPort, token)), token, lastPort);
    }

    private static RelayConfig config(String host, int port, String token) {
        return RelayConfig.builder()
                .listen(new ListenAddress(host, port))
                .admission(new Admission.OnlyToken(token))
                .build();
    }

    private static String randomToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// Where the agent of this process finds it.
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    String token() {
        return token;
    }

    /// Where others in the local network find it, at this machine's address.
    Reach.LocalNetwork reachFrom(InetAddress address) {
        return new Reach.LocalNetwork(
                URI.create("http://%s:%d".formatted(address.getHostAddress(), port)));
    }

    @Override
    public void close() {
        relay.close();
    }
}

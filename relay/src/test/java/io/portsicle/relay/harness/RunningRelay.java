package io.portsicle.relay.harness;

import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.Relay;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.tls.CertificateFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A relay on a free port of loopback, with everything that a test connects to it.
public final class RunningRelay implements AutoCloseable {
    private static final ListenAddress ANY_PORT = new ListenAddress("127.0.0.1", 0);
    private static final ListenAddress ANY_TLS_PORT =
            new ListenAddress(ListenAddress.Scheme.HTTPS, "127.0.0.1", 0);

    private final Relay relay;
    private final List<AutoCloseable> connected = new ArrayList<>();

    private RunningRelay(Relay relay) {
        this.relay = relay;
    }

    public static RunningRelay start() {
        return start(RelayConfig.builder());
    }

    /// With further configuration; the address is the test's.
    public static RunningRelay start(RelayConfig.Builder config) {
        return start(config, ANY_PORT);
    }

    /// With TLS, for agents and visitors alike.
    public static RunningRelay startWithTls(RelayConfig.Builder config) {
        return start(config.certificates(List.of(Own.CERTIFICATE)), ANY_TLS_PORT);
    }

    /// On these addresses, of which [#uri()] is the first.
    public static RunningRelay start(RelayConfig.Builder config, ListenAddress... addresses) {
        return new RunningRelay(
                Relay.start(config.listen(addresses).dataDir(newDataDir()).build()));
    }

    /// Made when it is needed.
    private static final class Own {
        static final CertificateFiles CERTIFICATE =
                TestCertificates.create().ecdsa("localhost", "*.localhost");
    }

    private static Path newDataDir() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "relays")), "data");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public URI uri() {
        return relay.addresses().getFirst();
    }

    public Relay relay() {
        return relay;
    }

    public RawVisitor visitor() throws IOException {
        return add(RawVisitor.connect(uri()));
    }

    /// A visitor who notices soon that nobody reads.
    public RawVisitor smallVisitor() throws IOException {
        return add(RawVisitor.connect(uri(), 4096));
    }

    /// Registers; the answer may be a refusal.
    public TestAgent knock(String name, TestAgent.Local local, String... fields)
            throws InterruptedException {
        return add(TestAgent.connect(uri(), name, local, fields));
    }

    /// Registers under a name.
    public TestAgent agent(String name, TestAgent.Local local, String... fields)
            throws InterruptedException, ExecutionException, TimeoutException {
        return knock(name, local, fields).admitted();
    }

    /// Registers a session with two links, which say with each answer which of them it came by:
    /// `first` or `second`.
    public void twoLinks(String name)
            throws InterruptedException, ExecutionException, TimeoutException {
        TestAgent first = agent(name, Local.saying("first"));
        agent(name, Local.saying("second"), first.resume("Portsicle-Link: 1"));
    }

    public <T extends AutoCloseable> T add(T closeable) {
        connected.add(closeable);
        return closeable;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : connected) {
            each.close();
        }
        relay.close();
    }
}

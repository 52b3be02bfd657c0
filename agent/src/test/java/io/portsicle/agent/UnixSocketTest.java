package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Local servers that listen on a Unix socket.
class UnixSocketTest {
    @TempDir private Path folder;

    @Test
    void requestsGoToTheSocketAndTheHostIsLocalhost() {
        try (UnixServer server = new UnixServer(folder.resolve("app.sock"));
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/a").awaitBody())
                    .startsWith("GET /a HTTP/1.1\r\nHost: localhost\r\n");
            assertThat(agent.get("/b").awaitBody()).startsWith("GET /b ");
            assertThat(server.connections.get()).isEqualTo(1);
        }
    }

    @Test
    void aRedirectToItsOnlyNameLeadsToThePublicUrl() {
        try (UnixServer server = new UnixServer(folder.resolve("app.sock"));
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").values("location"))
                    .containsExactly("http://demo.localhost:8080/next");
        }
    }

    @Test
    void anUpgradedConnectionEndsEachDirectionByItself() {
        try (UnixServer server = new UnixServer(folder.resolve("app.sock"));
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("echo", "/").send("hello", false);
            assertThat(visit.awaitReceived(5)).isEqualTo("hello");
            assertThat(visit.send(" you", true).awaitBody()).isEqualTo("hello you");
            visit.awaitEnd();
        }
    }

    @Test
    void aVisitorWhoBreaksOffClosesTheUpgradedConnection() {
        try (UnixServer server = new UnixServer(folder.resolve("app.sock"));
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("echo", "/").send("hello", false);
            visit.awaitReceived(5);
            visit.leave();
            await().until(() -> server.open.get() == 0);
        }
    }

    @Test
    void aSocketThatIsNotThereIsNamed() {
        Path path = folder.resolve("nobody.sock");
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("unix:" + path))) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-unreachable");
            assertThat(visit.awaitBody()).contains("unix:" + path + ": no such file");
            assertThat(agent.awaitEvent(AgentEvent.LocalServerUnreachable.class))
                    .isEqualTo(
                            new AgentEvent.LocalServerUnreachable("unix:" + path, "no such file"));
        }
    }

    @Test
    void aSocketWhoseServerIsGoneRefuses() throws IOException {
        Path path = folder.resolve("left.sock");
        new UnixServer(path).close();
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("unix:" + path))) {
            assertThat(agent.get("/").awaitBody()).contains("connection refused");
        }
    }

    /// Answers each request with its head, and a request for an upgrade with an echo.
    private static final class UnixServer implements AutoCloseable {
        final AtomicInteger connections = new AtomicInteger();
        final AtomicInteger open = new AtomicInteger();
        private final Path path;
        private final ServerSocketChannel server;

        UnixServer(Path path) {
            this.path = path;
            try {
                server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                server.bind(UnixDomainSocketAddress.of(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }

        LocalAddress address() {
            return LocalAddress.parse("unix:" + path);
        }

        private void accept() {
            while (server.isOpen()) {
                try {
                    SocketChannel channel = server.accept();
                    connections.incrementAndGet();
                    open.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(channel));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(SocketChannel channel) {
            try (channel) {
                InputStream in = Channels.newInputStream(channel);
                for (String head = head(in); !head.isEmpty(); head = head(in)) {
                    if (head.contains("\r\nUpgrade: echo\r\n")) {
                        write(channel, "HTTP/1.1 101 Yes\r\nUpgrade: echo\r\n\r\n");
                        in.transferTo(Channels.newOutputStream(channel));
                        return;
                    }
                    write(
                            channel,
                            "HTTP/1.1 200 OK\r\nLocation: http://localhost/next\r\nContent-Length: "
                                    + head.length()
                                    + "\r\n\r\n"
                                    + head);
                }
            } catch (IOException e) {
                // The agent broke off.
            } finally {
                open.decrementAndGet();
            }
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return "";
                }
                head.append((char) c);
            }
            return head.toString();
        }

        private static void write(SocketChannel channel, String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

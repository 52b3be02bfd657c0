package io.portsicle.acceptance.smuggling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A local server that keeps every byte which comes to it. One thread does everything, so that what
/// it says it received is all that had arrived when it was asked.
public final class Recorder implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Selector selector;
    private final ServerSocketChannel socket;
    private final ConcurrentLinkedQueue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final List<String> received = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private Answer answer = Answer.USUAL;
    private boolean isRunning = true;

    /// What one connection brought and no complete request was made of yet.
    private static final class Connection {
        private final StringBuilder bytes = new StringBuilder();
        private boolean isAnswered;
        private boolean isUpgraded;

        boolean isWithinRequest() {
            return !isUpgraded && !bytes.isEmpty();
        }
    }

    private Recorder(Selector selector, ServerSocketChannel socket) {
        this.selector = selector;
        this.socket = socket;
    }

    public static Recorder start() {
        try {
            var recorder = new Recorder(Selector.open(), ServerSocketChannel.open());
            recorder.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            recorder.socket.configureBlocking(false);
            recorder.socket.register(recorder.selector, SelectionKey.OP_ACCEPT);
            Thread.ofPlatform().daemon().name("recorder").start(recorder::run);
            return recorder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.socket().getLocalPort();
    }

    /// Forgets what came, and says this to the next request.
    public void begin(Optional<Answer> next) {
        ask(
                () -> {
                    received.clear();
                    connections().forEach(connection -> connection.bytes.setLength(0));
                    answer = next.orElse(Answer.USUAL);
                });
    }

    /// Every request that was complete, and what else came on connections that have ended or were
    /// upgraded since. Waits while a request is still arriving.
    public List<String> received() {
        var all = new ArrayList<String>();
        ask(
                () -> {
                    all.addAll(received);
                    connections().forEach(connection -> addRest(connection, all));
                });
        return all;
    }

    @Override
    public void close() {
        ask(() -> isRunning = false);
    }

    /// Runs this once everything is taken in that the kernel holds, and no request is incomplete.
    private void ask(Runnable question) {
        var done = new CompletableFuture<Void>();
        questions.add(
                () -> {
                    question.run();
                    done.complete(null);
                });
        selector.wakeup();
        done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void run() {
        try (selector;
                socket) {
            while (isRunning) {
                selector.select(this::ready);
                while (selector.selectNow(this::ready) > 0) {}
                if (!questions.isEmpty() && connections().noneMatch(Connection::isWithinRequest)) {
                    questions.remove().run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Connection> connections() {
        return selector.keys().stream()
                .filter(SelectionKey::isValid)
                .map(SelectionKey::attachment)
                .filter(Connection.class::isInstance)
                .map(Connection.class::cast);
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = socket.accept();
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ, new Connection());
            } else {
                read((SocketChannel) key.channel(), (Connection) key.attachment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SocketChannel from, Connection connection) throws IOException {
        buffer.clear();
        if (isEnd(from)) {
            addRest(connection, received);
            from.close();
            return;
        }
        connection.bytes.append(
                new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
        while (!connection.isUpgraded && answerNext(from, connection)) {}
    }

    private boolean isEnd(SocketChannel from) {
        try {
            return from.read(buffer) < 0;
        } catch (IOException e) {
            return true; // a reset ends it as well
        }
    }

    /// Answers the first request if it is there; whether it was there as a whole.
    private boolean answerNext(SocketChannel to, Connection connection) throws IOException {
        String bytes = connection.bytes.toString();
        Optional<RequestText> first = RequestText.first(bytes);
        boolean isDue = answer.isEarly() ? RequestText.headLength(bytes) > 0 : first.isPresent();
        if (isDue && !connection.isAnswered) {
            to.write(ByteBuffer.wrap(answer.to(bytes)));
            connection.isAnswered = true;
            connection.isUpgraded = answer.isUpgrade();
            answer = Answer.USUAL;
        }
        if (first.isEmpty()) {
            return false;
        }
        received.add(first.get().asWritten());
        connection.bytes.delete(0, first.get().length());
        connection.isAnswered = false;
        return true;
    }

    private static void addRest(Connection connection, List<String> all) {
        if (!connection.bytes.isEmpty()) {
            all.add(connection.bytes.toString());
        }
    }
}

package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A local server for uploads: `POST /17` must bring [#upload(int)] of 17. It counts what comes,
/// and answers those that arrived whole with their number.
public final class CountingServer implements AutoCloseable {
    private final Map<Integer, Integer> begun = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> whole = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final RawServer server = RawServer.start(this::count);

    /// The body of an upload: 1 MiB that is no other's.
    public static Content upload(int id) {
        return new Content(Content.MIB, id);
    }

    public int port() {
        return server.port();
    }

    /// How often an upload has begun, whatever became of it.
    public int begun(int id) {
        return begun.getOrDefault(id, 0);
    }

    /// How often an upload arrived whole.
    public int arrived(int id) {
        return whole.getOrDefault(id, 0);
    }

    /// How many uploads are arriving now.
    public int running() {
        return running.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private void count(RawHead request, LocalConnection connection) throws IOException {
        int id = Integer.parseInt(request.target().substring(1));
        running.incrementAndGet();
        begun.merge(id, 1, Integer::sum);
        try {
            receive(id, request, connection);
        } finally {
            running.decrementAndGet();
        }
    }

    private void receive(int id, RawHead request, LocalConnection connection) throws IOException {
        String digest = Content.sha256(connection.body(request));
        if (!digest.equals(upload(id).sha256())) {
            connection.respond(422, "not the body of " + id);
            return;
        }
        whole.merge(id, 1, Integer::sum);
        connection.respond(200, Integer.toString(id));
    }
}

package io.portsicle.acceptance.visitor;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The connection to a browser by which it is driven (Chrome DevTools Protocol): calls with their
/// results, and what the browser tells unasked. Any thread.
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int PATIENCE_SECONDS = 30;

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    DevTools(URI address) {
        this.socket = client.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /// Calls a method, of the browser or (by `session`) of one of its tabs, and waits for the
    /// result.
    JsonNode call(@Nullable String session, String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        calls.put(id, answer);
        var message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", MAPPER.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        send(message.toString());
        JsonNode result = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (result.has("error")) {
            throw new AssertionError(method + ": " + result.get("error"));
        }
        return result.path("result");
    }

    /// What a tab has told so far under a name, oldest first.
    List<JsonNode> events(String session, String name) {
        return events.stream()
                .filter(event -> event.path("sessionId").asString("").equals(session))
                .filter(event -> event.path("method").asString("").equals(name))
                .map(event -> event.path("params"))
                .toList();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            received(MAPPER.readTree(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        calls.values().forEach(call -> call.completeExceptionally(error));
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }

    /// One message at a time: a WebSocket of the JDK takes no other.
    private synchronized void send(String message) {
        socket.sendText(message, true).join();
    }

    private void received(JsonNode message) {
        CompletableFuture<JsonNode> call = calls.remove(message.path("id").asInt(0));
        if (call == null) {
            events.add(message);
        } else {
            call.complete(message);
        }
    }
}

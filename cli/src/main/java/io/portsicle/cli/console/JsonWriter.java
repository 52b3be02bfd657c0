package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.LinksChanged;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// One JSON object in a line for each event, on standard output. `docs/cli.md` lists the types and
/// their fields.
public final class JsonWriter implements EventWriter {

    private final JsonFactory factory = new JsonFactory();
    private final Streams streams;
    private final Scene scene;
    private final Clock clock;
    private final Absence absence;

    public JsonWriter(Streams streams, Scene scene, Clock clock) {
        this.streams = streams;
        this.scene = scene;
        this.clock = clock;
        this.absence = new Absence(clock);
    }

    @Override
    public void write(AgentEvent event) {
        Optional<Duration> away = absence.endedBy(event);
        switch (event) {
            case Connected connected -> line("connected", json -> connected(json, connected, away));
            case Disconnected(String reason, Duration retryIn) ->
                    line("disconnected", json -> retry(json, reason, retryIn));
            case Unreachable(String reason, Duration retryIn) ->
                    line("unreachable", json -> retry(json, reason, retryIn));
            case LinksChanged links -> line("links", json -> links(json, links));
            case RequestCompleted request -> line("request", json -> request(json, request));
            case LocalServerUnreachable(String address, String reason) ->
                    line("local-server-unreachable", json -> unreachable(json, address, reason));
            case LocalServerBack(String address) ->
                    line("local-server-back", json -> json.writeStringProperty("address", address));
            case Ended ended -> line("ended", json -> ended(json, ended));
        }
    }

    @Override
    public void skipped(SkippedRequests skipped) {
        line("requests-skipped", json -> json.writeNumberProperty("count", skipped.count()));
    }

    private void connected(JsonGenerator json, Connected connected, Optional<Duration> away) {
        json.writeStringProperty("name", connected.endpoint().name());
        json.writeStringProperty("url", connected.endpoint().url().toString());
        json.writeArrayPropertyStart("alsoAt");
        for (URI address : scene.alsoAt(connected.endpoint())) {
            json.writeString(address.toString());
        }
        json.writeEndArray();
        json.writeBooleanProperty("again", connected.again());
        away.ifPresent(time -> json.writeNumberProperty("awayMillis", time.toMillis()));
        json.writeStringProperty("forwardingTo", scene.forwardsTo());
    }

    private static void retry(JsonGenerator json, String reason, Duration retryIn) {
        json.writeStringProperty("reason", reason);
        json.writeNumberProperty("retryInMillis", retryIn.toMillis());
    }

    private static void links(JsonGenerator json, LinksChanged links) {
        json.writeNumberProperty("open", links.links());
        json.writeNumberProperty("wanted", links.wanted());
        json.writeStringProperty("reason", links.reason());
    }

    private static void request(JsonGenerator json, RequestCompleted request) {
        json.writeStringProperty("method", request.method());
        json.writeStringProperty("path", request.path());
        json.writeNumberProperty("status", request.status());
        json.writeNumberProperty("bytesReceived", request.bytesReceived());
        json.writeNumberProperty("bytesSent", request.bytesSent());
        json.writeNumberProperty("micros", request.took().toNanos() / 1000);
    }

    private static void unreachable(JsonGenerator json, String address, String reason) {
        json.writeStringProperty("address", address);
        json.writeStringProperty("reason", reason);
    }

    private static void ended(JsonGenerator json, Ended ended) {
        json.writeStringProperty(
                "cause", ended.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringProperty("message", ended.message());
    }

    private void line(String type, Properties properties) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("type", type);
            json.writeStringProperty(
                    "time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            properties.write(json);
            json.writeEndObject();
        }
        streams.out().println(line);
        streams.out().flush();
    }

    private interface Properties {
        void write(JsonGenerator json);
    }
}

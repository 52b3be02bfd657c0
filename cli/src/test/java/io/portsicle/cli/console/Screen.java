package io.portsicle.cli.console;

import io.portsicle.agent.Endpoint;
import io.portsicle.cli.console.Scene.Reach;
import io.portsicle.cli.console.Streams.Kind;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Streams whose contents can be read back, and the things that writers are shown in these tests.
final class Screen {

    static final Clock NOON =
            Clock.fixed(Instant.parse("2026-03-01T12:00:00.123456Z"), ZoneOffset.UTC);

    static final Endpoint DEMO =
            new Endpoint(
                    "demo",
                    URI.create("http://demo.localhost:8080"),
                    List.of(URI.create("http://127.0.0.1:8080/demo/")));

    private static final Optional<String> NAME = Optional.of("demo");

    static final Scene THIS_MACHINE =
            new Scene("http://localhost:3000", NAME, new Reach.ThisMachine());

    static final Scene BEYOND =
            new Scene(
                    "http://localhost:3000",
                    NAME,
                    new Reach.Beyond(URI.create("https://relay.example.com")));

    static final Scene LOCAL_NETWORK =
            new Scene(
                    "http://localhost:3000",
                    NAME,
                    new Reach.LocalNetwork(URI.create("http://192.168.1.20:8080")));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Streams streams(Kind kind) {
        return new Streams(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                kind);
    }

    /// What was flushed to standard output so far; forgets it.
    String out() {
        return taken(out);
    }

    /// What was flushed to standard error so far; forgets it.
    String err() {
        return taken(err);
    }

    private static String taken(ByteArrayOutputStream stream) {
        String text = stream.toString(StandardCharsets.UTF_8);
        stream.reset();
        return text;
    }
}

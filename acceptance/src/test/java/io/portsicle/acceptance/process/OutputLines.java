package io.portsicle.acceptance.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The lines of a stream, read on a thread of their own as they come.
final class OutputLines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private OutputLines(InputStream in, String name) {
        this.reader = Thread.ofPlatform().daemon().name(name).unstarted(() -> read(in));
    }

    static OutputLines of(InputStream in, String name) {
        var output = new OutputLines(in, name);
        output.reader.start();
        return output;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    boolean isEnded() {
        return !reader.isAlive();
    }

    private void read(InputStream in) {
        try (var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The pipe of a killed process may break instead of ending: the same thing here.
            lines.add("(output broke off: " + e.getMessage() + ")");
        }
    }
}

package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;

import java.util.ArrayList;
import java.util.List;

/// One run of curl.
public record Curl(int exit, String out, String err) {
    /// `curl -sS ARGS…`; names under `.localhost` lead to the loopback address, as they do in
    /// browsers.
    public static Curl run(String... args) {
        var command =
                new ArrayList<>(
                        List.of(Tool.require("curl").toString(), "-sS", "--max-time", "30"));
        command.addAll(List.of(args));
        try (var process = ChildProcess.start(command)) {
            int exit = process.awaitExit();
            return new Curl(
                    exit, String.join("\n", process.out()), String.join("\n", process.err()));
        }
    }

    /// The version of curl on this machine.
    public static String version() {
        return run("--version").out().split(" ", 3)[1];
    }
}

package io.portsicle.cli.command;

import io.portsicle.cli.config.HttpSettings;
import io.portsicle.cli.console.Streams;
import io.portsicle.cli.console.Streams.Kind;
import io.portsicle.relay.RelayConfig;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A command line with its own environment and streams; nothing of it reaches the process.
final class CommandLineFixture {

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CommandLineFixture with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    HttpSettings http(String... arguments) {
        CommandLine http = parsed("http", arguments);
        return http.<HttpCommand>getCommand().settings();
    }

    RelayConfig relay(String... arguments) {
        CommandLine relay = parsed("relay", arguments);
        return relay.<RelayCommand>getCommand().config();
    }

    private CommandLine parsed(String command, String... arguments) {
        String[] all =
                Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
        return commandLine().parseArgs(all).subcommand().commandSpec().commandLine();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    CommandLine commandLine() {
        Streams streams =
                new Streams(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Kind.PIPE);
        return CommandLines.of(environment, streams, new Interruption(code -> {}));
    }
}

package io.portsicle.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portsicle.cli.config.EnvironmentDefaults;
import io.portsicle.cli.config.ProxyEnvironment;
import io.portsicle.cli.console.Streams;
import io.portsicle.cli.console.Streams.Kind;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

import java.io.PrintWriter;
import java.util.Map;

/// Puts the commands together.
public final class CommandLines {

    private static final int WIDTH = 80;

    private CommandLines() {}

    /// All commands, reading options from the command line first, then from the environment.
    public static CommandLine of(
            Map<String, String> environment, Streams streams, Interruption interruption) {
        return new CommandLine(new PortsicleCommand())
                .addSubcommand(
                        new HttpCommand(streams, interruption, new ProxyEnvironment(environment)))
                .addSubcommand(new RelayCommand(streams, interruption))
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setOut(new PrintWriter(streams.out(), true, UTF_8))
                .setErr(new PrintWriter(streams.err(), true, UTF_8))
                .setUsageHelpWidth(WIDTH)
                .setOverwrittenOptionsAllowed(true)
                .setColorScheme(
                        Help.defaultColorScheme(
                                streams.kind() == Kind.TERMINAL ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(new WrongUsage(streams));
    }
}

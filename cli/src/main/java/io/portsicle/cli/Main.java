package io.portsicle.cli;

import io.portsicle.cli.command.CommandLines;
import io.portsicle.cli.command.ExitCode;
import io.portsicle.cli.command.Interruption;
import io.portsicle.cli.console.Streams;

import java.util.Map;

/// Where the program starts.
public final class Main {

    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Streams streams = Streams.ofProcess(environment);
        Interruption interruption = Interruption.ofProcess();
        int code = ExitCode.FAILURE.number();
        try {
            code = CommandLines.of(environment, streams, interruption).execute(arguments);
        } finally {
            interruption.ended(code);
        }
        System.exit(code);
    }
}

package io.portsicle.cli.command;

import io.portsicle.cli.console.LogSetup;

import picocli.CommandLine.Option;

/// What every command understands.
sealed class CommonOptions permits PortsicleCommand.General {

    static final String HEADING = "%nGeneral:%n";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean isHelpRequested;

    /// Has its effect when it is read, before the first logger exists.
    @Option(
            names = "--verbose",
            fallbackValue = "true",
            description = "Log what happens inside, to standard error.")
    void verbose(boolean isVerbose) {
        if (isVerbose) {
            LogSetup.verbose();
        }
    }
}

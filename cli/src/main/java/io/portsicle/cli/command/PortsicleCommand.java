package io.portsicle.cli.command;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `portsicle` itself, which only leads to its commands.
@Command(
        name = "portsicle",
        header = "Portsicle gives a server on your own machine a public URL.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "portsicle COMMAND [OPTIONS]",
        sortOptions = false,
        versionProvider = Version.class,
        description = {
            "",
            "Examples:",
            "  portsicle http 3000",
            "      a URL for the server on port 3000, by a relay inside this command",
            "  portsicle http 3000 --lan",
            "      the same for your local network, with a QR code",
            "  portsicle relay --listen http://0.0.0.0:8080 --domain tunnels.example.com",
            "      a relay for your team; its first start shows the token for agents",
            "  portsicle http 3000 --relay http://tunnels.example.com:8080 --name demo",
            "      a URL from that relay",
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "'portsicle COMMAND --help' tells all about a command. Every option is an",
            "environment variable as well: --relay is PORTSICLE_RELAY, --token-file is",
            "PORTSICLE_TOKEN_FILE. The command line wins.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by you (Ctrl-C or SIGTERM)",
            "1:failure",
            "2:wrong usage",
            "3:refused by the relay: bad token, name taken"
        })
final class PortsicleCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @ArgGroup(validate = false, heading = CommonOptions.HEADING)
    final General general = new General();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "COMMAND is missing, for example: portsicle http 3000; see: portsicle --help");
    }

    static final class General extends CommonOptions {

        @Option(names = "--version", versionHelp = true, description = "Show the version.")
        boolean isVersionRequested;
    }
}

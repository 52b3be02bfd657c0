package io.portsicle.cli.command;

import io.portsicle.agent.LocalAddress;
import io.portsicle.cli.config.HttpSettings;
import io.portsicle.cli.config.ProxyEnvironment;
import io.portsicle.cli.config.RelayRoute;
import io.portsicle.cli.config.TargetConverter;
import io.portsicle.cli.console.Streams;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `portsicle http`: reads what was asked for, checks it, and has an [Exposure] do it.
@Command(
        name = "http",
        header = "Give an HTTP server on this machine a public URL.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "portsicle http [-p] TARGET [OPTIONS]",
        description = {
            "",
            "The URL lives as long as this command. The server need not run yet, and may",
            "come and go. With no relay given, one is started inside this command: then",
            "only this machine can open the URL (see --lan).",
        },
        parameterListHeading = "%n",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by you (Ctrl-C or SIGTERM)",
            "1:failure",
            "2:wrong usage",
            "3:refused by the relay: bad token, name taken"
        },
        footer = {
            "",
            "Every option is an environment variable as well: --relay is PORTSICLE_RELAY.",
            "The command line wins.",
            "",
            "Examples:",
            "  portsicle http 3000",
            "  portsicle http 3000 --lan",
            "  portsicle http 3000 --relay https://relay.example.com --name demo",
            "  portsicle http http://127.0.0.1:8000/app --host-header app.test",
            "  portsicle http https://localhost:8443 --local-insecure",
            "  portsicle http unix:/run/app.sock",
            "  PORTSICLE_RELAY=https://relay.example.com portsicle http 3000 --json",
        })
public final class HttpCommand implements Callable<Integer> {

    private final Streams streams;
    private final Interruption interruption;
    private final ProxyEnvironment environment;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            converter = TargetConverter.class,
            description =
                    "The local server: a port, HOST:PORT, an http:// or https:// URL, which may"
                            + " have a path, or unix:/PATH of a socket.")
    private Optional<LocalAddress> target = Optional.empty();

    @ArgGroup(validate = false, order = 1, heading = "%nLocal server:%n")
    private final LocalServerOptions localServer = new LocalServerOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nRelay:%n")
    private final RelayOptions relay = new RelayOptions();

    @ArgGroup(validate = false, order = 3, heading = "%nWay to the relay:%n")
    private final RouteOptions route = new RouteOptions();

    @ArgGroup(validate = false, order = 4, heading = "%nOutput:%n")
    private final OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, order = 5, heading = CommonOptions.HEADING)
    final CommonOptions general = new CommonOptions();

    HttpCommand(Streams streams, Interruption interruption, ProxyEnvironment environment) {
        this.streams = streams;
        this.interruption = interruption;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Exposure(settings(), streams, interruption).run().number();
    }

    HttpSettings settings() {
        checkLan();
        try {
            return checkedSettings();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private HttpSettings checkedSettings() {
        return new HttpSettings(
                localServer.side(onlyTarget(), spec),
                relay.url,
                route(),
                relay.name,
                relay.token(spec),
                relay.lan,
                output.json);
    }

    private RelayRoute route() {
        return relay.url.map(url -> route.to(url, environment, spec)).orElse(RelayRoute.DIRECT);
    }

    private LocalAddress onlyTarget() {
        OptionSpec option = spec.commandLine().getParseResult().matchedOption("--target");
        int timesGiven = (target.isPresent() ? 1 : 0) + (option == null ? 0 : occurrences(option));
        if (timesGiven > 1) {
            throw wrong("TARGET is given more than once; expose one server with each command");
        }
        return target.or(localServer::target)
                .orElseThrow(
                        () ->
                                wrong(
                                        "TARGET is missing: where does your server listen?"
                                                + " For example: portsicle http 3000"));
    }

    private static int occurrences(OptionSpec option) {
        return option.stringValues().size();
    }

    private void checkLan() {
        if (relay.lan && relay.url.isPresent()) {
            throw wrong(
                    ("--lan shares the relay inside this command, but --relay (or PORTSICLE_RELAY)"
                                    + " names another: %s; leave out one of them")
                            .formatted(relay.url.get()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static final class OutputOptions {

        @Option(
                names = "--json",
                fallbackValue = "true",
                description = "One JSON object for each event on standard output.")
        private boolean json;
    }
}

package io.portsicle.cli.command;

import io.portsicle.cli.config.DomainConverter;
import io.portsicle.cli.config.DurationConverter;
import io.portsicle.cli.config.ListenConverter;
import io.portsicle.cli.config.PublicUrlConverter;
import io.portsicle.cli.console.Streams;
import io.portsicle.relay.Admission;
import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.Relay;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.RelayStartException;
import io.portsicle.relay.session.SessionLimits;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `portsicle relay`: runs a relay until it is asked to end.
@Command(
        name = "relay",
        header = "Run a relay: agents connect to it, visitors' requests arrive at it.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "portsicle relay [OPTIONS]",
        description = {
            "",
            "Visitors reach an endpoint at http://NAME.DOMAIN:PORT/, and when the relay",
            "serves one owner only (loopback, or --open) at http://HOST:PORT/NAME/ as well;",
            "with --listen https://HOST:PORT, the same with https.",
            "A relay that listens beyond loopback asks agents for a token: it makes one on",
            "its first start and shows it once.",
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by you (Ctrl-C or SIGTERM)",
            "1:failure, for example a port in use",
            "2:wrong usage"
        },
        footer = {
            "",
            "Every option is an environment variable as well: --data-dir is",
            "PORTSICLE_DATA_DIR. The command line wins.",
            "",
            "Examples:",
            "  portsicle relay",
            "  portsicle relay --listen http://0.0.0.0:8080 --domain tunnels.example.com",
            "  portsicle relay --listen https://0.0.0.0:443 --tls-cert chain.pem",
            "                  --tls-key key.pem --domain tunnels.example.com",
            "  portsicle relay --public-url https://tunnels.example.com",
            "  portsicle relay --listen http://127.0.0.1:8080 --listen 'http://[::1]:8080'",
            "  portsicle relay --beside    # the new version, then SIGTERM to the old one",
        })
public final class RelayCommand implements Callable<Integer> {

    private final Streams streams;
    private final Interruption interruption;

    @ArgGroup(validate = false, order = 1, heading = "%nAddresses:%n")
    private final AddressOptions addresses = new AddressOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nTLS:%n")
    private final TlsOptions tls = new TlsOptions();

    @ArgGroup(validate = false, order = 3, heading = "%nAgents:%n")
    private final AgentOptions agents = new AgentOptions();

    @ArgGroup(validate = false, order = 4, heading = "%nStart and end:%n")
    private final LifecycleOptions lifecycle = new LifecycleOptions();

    @ArgGroup(validate = false, order = 5, heading = CommonOptions.HEADING)
    final CommonOptions general = new CommonOptions();

    @Spec private CommandSpec spec;

    RelayCommand(Streams streams, Interruption interruption) {
        this.streams = streams;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        interruption.allow(lifecycle.drainTimeout);
        interruption.onAsked(asked::countDown);
        try (Relay relay = Relay.start(config())) {
            announce(relay);
            asked.await();
            return ExitCode.ENDED_BY_USER.number();
        } catch (RelayStartException e) {
            streams.err().println("portsicle: " + e.getMessage());
            return ExitCode.FAILURE.number();
        }
    }

    RelayConfig config() {
        RelayConfig.Builder config = RelayConfig.builder();
        if (!addresses.listen.isEmpty()) {
            config.listen(addresses.listen);
        }
        tls.check(spec, addresses.listen);
        config.certificates(tls.certificates()).plainHttp(tls.plainHttp());
        addresses.domain.ifPresent(config::domain);
        addresses.publicUrl.ifPresent(config::publicUrl);
        agents.dataDir.ifPresent(config::dataDir);
        if (agents.open) {
            config.admission(new Admission.Open());
        }
        if (lifecycle.beside) {
            config.start(RelayConfig.Start.BESIDE);
        }
        SessionLimits sessions =
                SessionLimits.DEFAULT
                        .withGraceTime(agents.grace)
                        .withParkTimeout(agents.parkTimeout);
        return config.limits(
                        RelayLimits.DEFAULT
                                .withSessions(sessions)
                                .withDrainTimeout(lifecycle.drainTimeout))
                .build();
    }

    private void announce(Relay relay) {
        relay.newToken().ifPresent(this::showToken);
        for (URI address : relay.addresses()) {
            streams.out().println("Relay listening on " + address);
        }
        streams.out().flush();
    }

    private void showToken(String token) {
        streams.err().println("Token for agents, shown only this once: " + token);
        streams.err()
                .println(
                        "Save it in a file, then: portsicle http 3000 --relay URL --token-file"
                                + " FILE");
        streams.err().flush();
    }

    private static final class AddressOptions {

        @Option(
                names = "--listen",
                paramLabel = "URL",
                split = ",",
                hideParamSyntax = true,
                converter = ListenConverter.class,
                description =
                        "Where agents and visitors connect: http://HOST:PORT or https://HOST:PORT;"
                                + " port 0 is any free one. May be repeated. Default:"
                                + " http://127.0.0.1:8080.")
        private List<ListenAddress> listen = List.of();

        @Option(
                names = "--domain",
                paramLabel = "DOMAIN",
                converter = DomainConverter.class,
                description =
                        "Endpoints are at NAME.DOMAIN. Default: the host of --public-url, or else"
                                + " localhost.")
        private Optional<String> domain = Optional.empty();

        @Option(
                names = "--public-url",
                paramLabel = "URL",
                converter = PublicUrlConverter.class,
                description =
                        "What visitors see when a proxy stands in front of the relay, such as"
                                + " https://tunnels.example.com.")
        private Optional<URI> publicUrl = Optional.empty();
    }

    private static final class AgentOptions {

        @Option(
                names = "--open",
                fallbackValue = "true",
                description = "Admit every agent, without a token.")
        private boolean open;

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description =
                        "Where the relay keeps what outlives it: hashes of its tokens, the key of"
                                + " resume secrets, the list of live sessions. Default:"
                                + " ~/.portsicle/relay.")
        private Optional<Path> dataDir = Optional.empty();

        @Option(
                names = "--grace",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                defaultValue = "2m",
                description =
                        "How long the name of an agent that lost its connection is kept for it."
                                + " Default: 2m.")
        private Duration grace;

        @Option(
                names = "--park-timeout",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                defaultValue = "30s",
                description =
                        "How long a request waits for an agent that is away before it gets 503."
                                + " Default: 30s.")
        private Duration parkTimeout;
    }

    private static final class LifecycleOptions {

        @Option(
                names = "--drain-timeout",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                defaultValue = "30s",
                description =
                        "How long requests that run may go on when the relay is asked to end."
                                + " Default: 30s.")
        private Duration drainTimeout;

        @Option(
                names = "--beside",
                fallbackValue = "true",
                description =
                        "Listen beside a relay that has the addresses already, with the same"
                                + " --data-dir, and take over its agents: then end that one with"
                                + " SIGTERM.")
        private boolean beside;
    }
}

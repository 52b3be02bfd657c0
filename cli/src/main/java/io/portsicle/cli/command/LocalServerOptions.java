package io.portsicle.cli.command;

import io.portsicle.agent.HostHeader;
import io.portsicle.agent.LocalAddress;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.cli.config.DurationConverter;
import io.portsicle.cli.config.HostHeaderConverter;
import io.portsicle.cli.config.LocalProtocolConverter;
import io.portsicle.cli.config.LocalSide;
import io.portsicle.cli.config.LocalTrust;
import io.portsicle.cli.config.TargetConverter;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What is to be known of the local server.
final class LocalServerOptions {

    private static final String CA = "--local-ca";

    @Option(
            names = {"-p", "--port", "--target"},
            paramLabel = "TARGET",
            converter = TargetConverter.class,
            description = "Another way to give TARGET.")
    private Optional<LocalAddress> target = Optional.empty();

    @Option(
            names = "--host-header",
            paramLabel = "rewrite|preserve|NAME",
            converter = HostHeaderConverter.class,
            defaultValue = "rewrite",
            description =
                    "What your server sees as Host: its own address, the public host, or NAME."
                            + " Default: rewrite.")
    private HostHeader hostHeader;

    @Option(
            names = "--response-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "60s",
            description =
                    "How long your server may take to begin its response, such as 30s or 2m."
                            + " Default: 60s.")
    private Duration responseTimeout;

    @Option(
            names = "--local-protocol",
            paramLabel = "auto|http1|h2c|h2",
            converter = LocalProtocolConverter.class,
            defaultValue = "auto",
            description =
                    "Which version of HTTP your server is spoken to in: HTTP/1.1, HTTP/2 without"
                        + " TLS (h2c) or with it (h2), or HTTP/2 for gRPC and HTTP/1.1 otherwise."
                        + " Default: auto.")
    private LocalProtocol protocol;

    @Option(
            names = CA,
            paramLabel = "FILE",
            description =
                    "For an https:// TARGET: a PEM file with the certificate authorities to trust,"
                            + " and no others. Default: those of the Java platform.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--local-insecure",
            fallbackValue = "true",
            description = "For an https:// TARGET: take any certificate.")
    private boolean insecure;

    Optional<LocalAddress> target() {
        return target;
    }

    /// The local server at `chosen`. An [IllegalArgumentException] tells of a wrong value that
    /// would be used.
    LocalSide side(LocalAddress chosen, CommandSpec spec) {
        boolean hasTls = chosen.scheme() == LocalAddress.Scheme.HTTPS;
        if (!protocol.fits(hasTls)) {
            throw new IllegalArgumentException(
                    hasTls
                            ? "--local-protocol h2c is HTTP/2 without TLS, but TARGET is %s; did you mean h2?"
                                    .formatted(chosen)
                            : "--local-protocol h2 is HTTP/2 over TLS, but TARGET is %s; did you mean h2c?"
                                    .formatted(chosen));
        }
        return new LocalSide(
                chosen,
                hostHeader,
                responseTimeout,
                hasTls ? trust(spec) : new LocalTrust.Platform(),
                protocol);
    }

    private LocalTrust trust(CommandSpec spec) {
        if (insecure && authorities.isPresent()) {
            throw new IllegalArgumentException(
                    "--local-insecure takes any certificate, --local-ca only those of a file; leave"
                            + " out one of them");
        }
        if (insecure) {
            return new LocalTrust.Anyone();
        }
        return authorities
                .<LocalTrust>map(
                        file -> new LocalTrust.Authorities(AuthoritiesFile.read(file, CA, spec)))
                .orElseGet(LocalTrust.Platform::new);
    }
}

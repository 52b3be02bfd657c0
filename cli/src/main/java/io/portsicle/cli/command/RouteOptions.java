package io.portsicle.cli.command;

import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.cli.config.LinksConverter;
import io.portsicle.cli.config.ProxyChoice;
import io.portsicle.cli.config.ProxyConverter;
import io.portsicle.cli.config.ProxyEnvironment;
import io.portsicle.cli.config.RelayRoute;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// How to get to the relay, where the network does not let everyone out.
final class RouteOptions {

    private static final String CA = "--ca";

    @Option(
            names = "--proxy",
            paramLabel = "URL|none",
            converter = ProxyConverter.class,
            description =
                    "The HTTP proxy on the way: http://[USER:PASSWORD@]HOST:PORT, or none. With a"
                            + " password better use the variable PORTSICLE_PROXY. Default: what"
                            + " HTTPS_PROXY, http_proxy, ALL_PROXY and NO_PROXY say.")
    private Optional<ProxyChoice> proxy = Optional.empty();

    @Option(
            names = CA,
            paramLabel = "FILE",
            description =
                    "A PEM file with the certificate authorities to trust for the relay, and no"
                            + " others. Default: those of the Java platform.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--links",
            paramLabel = "NUMBER",
            converter = LinksConverter.class,
            defaultValue = "2",
            description =
                    "How many connections to keep to the relay: losing one costs only the responses"
                            + " that had begun on it. 1 to 8, default: 2.")
    private int links;

    /// The way to a relay. An [IllegalArgumentException] tells of a wrong value that would be used.
    RelayRoute to(URI relay, ProxyEnvironment environment, CommandSpec spec) {
        return new RelayRoute(
                proxyTo(relay, environment),
                authorities.map(file -> AuthoritiesFile.read(file, CA, spec)),
                links);
    }

    private Optional<ProxyAddress> proxyTo(URI relay, ProxyEnvironment environment) {
        if (proxy.isEmpty()) {
            return environment.proxyTo(relay);
        }
        return switch (proxy.get()) {
            case ProxyChoice.None none -> Optional.empty();
            case ProxyChoice.Through through -> Optional.of(through.proxy());
        };
    }
}

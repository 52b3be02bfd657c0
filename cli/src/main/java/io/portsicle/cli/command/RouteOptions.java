package io.portsicle.cli.command;

import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.cli.config.ProxyChoice;
import io.portsicle.cli.config.ProxyConverter;
import io.portsicle.cli.config.ProxyEnvironment;
import io.portsicle.cli.config.RelayRoute;

import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Optional;

/// How to get to the relay, where the network does not let everyone out.
final class RouteOptions {

    @Option(
            names = "--proxy",
            paramLabel = "URL|none",
            converter = ProxyConverter.class,
            description =
                    "The HTTP proxy on the way: http://[USER:PASSWORD@]HOST:PORT, or none. With a"
                            + " password better use the variable PORTSICLE_PROXY. Default: what"
                            + " HTTPS_PROXY, http_proxy, ALL_PROXY and NO_PROXY say.")
    private Optional<ProxyChoice> proxy = Optional.empty();

    /// An [IllegalArgumentException] tells of a wrong value in the environment, which is not read
    /// where an option decides.
    RelayRoute to(URI relay, ProxyEnvironment environment) {
        return new RelayRoute(proxyTo(relay, environment));
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

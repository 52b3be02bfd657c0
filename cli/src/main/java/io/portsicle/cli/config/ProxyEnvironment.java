package io.portsicle.cli.config;

import io.netty.util.NetUtil;
import io.portsicle.agent.connect.RelayAddress;
import io.portsicle.agent.proxy.ProxyAddress;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The proxy that the environment names, by the variables that most programs read. Of a variable in
/// both spellings the lower-case one counts, as with curl; an empty one counts as none.
public final class ProxyEnvironment {

    private static final List<String> FOR_TLS =
            List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    /// Without HTTP_PROXY: a program that a web server starts by CGI finds the field `Proxy` of any
    /// visitor's request in it, so nothing may trust it.
    private static final List<String> FOR_PLAIN = List.of("http_proxy", "all_proxy", "ALL_PROXY");

    private static final List<String> EXCEPTIONS = List.of("no_proxy", "NO_PROXY");

    private static final NoProxy LOCALHOST = NoProxy.of("localhost");

    private final Map<String, String> environment;

    public ProxyEnvironment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The proxy on the way to a relay. One on this machine has none, as in Go. An
    /// [IllegalArgumentException] names the variable whose value is wrong, and what would be right,
    /// without the password.
    public Optional<ProxyAddress> proxyTo(URI relayUrl) {
        RelayAddress relay = RelayAddress.of(relayUrl);
        if (isThisMachine(relay.host())) {
            return Optional.empty();
        }
        Optional<String> variable = given(relay.isTls() ? FOR_TLS : FOR_PLAIN);
        return variable.isEmpty() || isException(relay)
                ? Optional.empty()
                : variable.map(this::proxy);
    }

    private Optional<String> given(List<String> variables) {
        return variables.stream().filter(name -> !value(name).isEmpty()).findFirst();
    }

    private boolean isException(RelayAddress relay) {
        return given(EXCEPTIONS)
                .map(name -> NoProxy.of(value(name)).covers(relay.host(), relay.port()))
                .orElse(false);
    }

    /// Other programs take a value without its scheme for an HTTP proxy.
    private ProxyAddress proxy(String variable) {
        String value = value(variable);
        try {
            return ProxyAddress.parse(value.contains("://") ? value : "http://" + value);
        } catch (IllegalArgumentException e) {
            // Not as the cause: nothing of a password may get into a log.
            throw new IllegalArgumentException(
                    "%s: \"%s\" (expected: %s; --proxy none leaves it aside)"
                            .formatted(variable, Masked.url(value), Expectation.of(e)));
        }
    }

    private String value(String variable) {
        return environment.getOrDefault(variable, "").strip();
    }

    private static boolean isThisMachine(String host) {
        return LOCALHOST.covers(host, 0) || isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        return (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host))
                && NetUtil.createInetAddressFromIpAddressString(host).isLoopbackAddress();
    }
}

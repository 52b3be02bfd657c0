package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.Endpoint;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stays the same while the program runs and its lines refer to.
///
/// `forwardsTo` is the local server's URL, `wishedName` the name that the relay was asked for.
public record Scene(String forwardsTo, Optional<String> wishedName, Reach reach) {

    /// Who can open the public URL.
    public sealed interface Reach {

        /// The embedded relay listens on loopback only.
        record ThisMachine() implements Reach {}

        /// The embedded relay listens on all interfaces; `base` is its URL at this machine's
        /// address.
        record LocalNetwork(URI base) implements Reach {}

        /// A relay that runs elsewhere.
        record Beyond(URI relay) implements Reach {}
    }

    /// The path form of the endpoint at this machine's address, if the local network can open it.
    Optional<URI> localNetworkUrl(Endpoint endpoint) {
        return reach instanceof Reach.LocalNetwork(URI base)
                ? Optional.of(base.resolve("/" + endpoint.name() + "/"))
                : Optional.empty();
    }

    /// All further addresses of the endpoint, each once.
    List<URI> alsoAt(Endpoint endpoint) {
        List<URI> addresses = new ArrayList<>(endpoint.alsoAt());
        localNetworkUrl(endpoint)
                .filter(address -> !addresses.contains(address))
                .ifPresent(addresses::add);
        return List.copyOf(addresses);
    }

    /// One line on what the URL is good for, when that is not plain from the relay that was asked
    /// for.
    Optional<String> explanation(Endpoint endpoint) {
        return switch (reach) {
            case Reach.ThisMachine() ->
                    Optional.of(
                            "This url works on this machine only: --lan shares it with your local"
                                    + " network, --relay URL makes it public.");
            case Reach.LocalNetwork(URI _) ->
                    localNetworkUrl(endpoint)
                            .map(
                                    url ->
                                            "Your local network reaches it at %s; --relay URL makes it public."
                                                    .formatted(url));
            case Reach.Beyond(URI _) -> Optional.empty();
        };
    }

    /// What the person can change when it ended for a reason of theirs.
    Optional<String> nextStep(Ended ended) {
        return switch (ended.cause()) {
            case REFUSED ->
                    Optional.of(
                            isAboutName(ended)
                                    ? "choose another --name, or leave it out"
                                    : "give a valid one with --token-file FILE, or in"
                                            + " PORTSICLE_TOKEN");
            case NOT_A_RELAY -> Optional.of("check --relay");
            case CLOSED, FAILED -> Optional.empty();
        };
    }

    /// A refusal is about the name, and then quotes it, or about the token.
    private boolean isAboutName(Ended ended) {
        return wishedName.filter(name -> ended.message().contains("\"" + name + "\"")).isPresent();
    }
}

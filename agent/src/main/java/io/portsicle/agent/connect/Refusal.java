package io.portsicle.agent.connect;

import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.agent.proxy.ProxyTunnel;

/// What a refusal, by the relay or a proxy before it, means for this agent.
///
/// `isFinal` where asking again with the same configuration can't help; `message` is for the user.
record Refusal(Ending ending, boolean isFinal, String message) {
    /// `wasConnected` where the relay had accepted this agent before: then a name that is taken is
    /// its own, of a session whose end the relay has not noticed yet, and anything but a bad token
    /// may be the trouble of a moment.
    static Refusal of(
            UpgradeOutcome.Refused refused, ConnectSettings settings, boolean wasConnected) {
        RelayAddress relay = settings.relay();
        String name = settings.name().orElse("");
        return switch (refused.code()) {
            case "bad-token" -> new Refusal(Ending.REFUSED, true, badToken(settings));
            case "name-taken" ->
                    new Refusal(
                            Ending.REFUSED,
                            !wasConnected,
                            "the name \"%s\" is taken at %s".formatted(name, relay));
            case "bad-name" ->
                    new Refusal(
                            Ending.REFUSED,
                            !wasConnected,
                            "the relay at %s does not give out the name \"%s\""
                                    .formatted(relay, name));
            case "https-required" ->
                    new Refusal(
                            Ending.FAILED,
                            !wasConnected,
                            "the relay at %s takes agents with TLS only%s"
                                    .formatted(relay, hint(refused)));
            default ->
                    new Refusal(
                            Ending.FAILED,
                            !wasConnected,
                            "the relay at %s refuses this agent: %s"
                                    .formatted(relay, refused.code()));
        };
    }

    private static String hint(UpgradeOutcome.Refused refused) {
        return refused.elsewhere().map("; it points to %s"::formatted).orElse("");
    }

    private static String badToken(ConnectSettings settings) {
        return settings.token().isPresent()
                ? "the relay at %s does not accept this token".formatted(settings.relay())
                : "the relay at %s asks for a token".formatted(settings.relay());
    }

    /// A wrong password is never tried again: companies lock an account after a few of them. A
    /// proxy that knows people by other means may have forgotten this one for a moment only.
    static Refusal ofProxy(ProxyAddress proxy, boolean wasConnected) {
        boolean isFinal = proxy.credentials().isPresent() || !wasConnected;
        return new Refusal(Ending.FAILED, isFinal, ProxyTunnel.wantsCredentials(proxy));
    }
}

package io.portsicle.agent.proxy;

import io.netty.channel.Channel;

import java.time.Duration;
import java.util.function.Consumer;

/// A connection to an HTTP proxy that becomes one to somewhere else.
public final class ProxyTunnel {
    private ProxyTunnel() {}

    /// Asks for it on an open connection to the proxy. On its event loop, where the outcome comes,
    /// too: once, after the call. `limit` is for the proxy's answer.
    public static void open(
            Channel channel,
            ConnectRequest request,
            Duration limit,
            Consumer<ProxyOutcome> outcome) {
        channel.pipeline().addLast("proxy", new ConnectHandler(request, limit, outcome));
    }

    /// Why there is no connection to the proxy itself.
    public static String unreachable(ProxyAddress proxy, String reason) {
        return "the proxy %s can't be reached (%s)".formatted(proxy, reason);
    }

    /// What [ProxyOutcome.WantsCredentials] means, in a few words.
    public static String wantsCredentials(ProxyAddress proxy) {
        return proxy.credentials().isPresent()
                ? "the proxy %s does not accept this user and password".formatted(proxy)
                : "the proxy %s asks for a user and password".formatted(proxy);
    }
}

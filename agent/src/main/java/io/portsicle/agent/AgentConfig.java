package io.portsicle.agent;

import io.netty.channel.EventLoopGroup;
import io.portsicle.agent.connect.ConnectTimeouts;
import io.portsicle.agent.connect.RelayAddress;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.agent.tls.Trust;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import javax.net.ssl.TrustManagerFactory;

/// Everything an [Agent] needs to know. Immutable, any thread; an [IllegalArgumentException] from
/// the constructor names the value and what would be right.
///
/// - `relay`: the relay's URL: http, https, ws or wss;
/// - `target`: the local server;
/// - `localTrust`: who has to vouch for a local server that speaks https, the platform's
///   authorities by default;
/// - `localProtocol`: which version of HTTP the local server is spoken to in;
/// - `name`: the wished name of the endpoint; the relay chooses one otherwise;
/// - `token`: what the relay asks agents for;
/// - `hostHeader`: what the local server sees as `Host`;
/// - `responseTimeout`: how long the local server may take from the end of a request to the head of
///   its response;
/// - `listener`: is told what happens, in order, on a thread of its own, so it may wait without
///   harm to requests;
/// - `requestEvents`: whether it is also told of each request;
/// - `trust`: who vouches for the relay's certificate, the platform's authorities by default;
/// - `proxy`: the HTTP proxy on the way to the relay; by default there is none, whatever the
///   environment says;
/// - `connectTimeouts`: how long each step of the way to the relay may take;
/// - `links`: how many connections to the relay it keeps, so that losing one costs little; at most
///   [#MOST_LINKS], and no more than the relay permits;
/// - `eventLoops`: shared event loops, made by `Transport.best().newGroup(…)`, that outlive the
///   agent; by default it has one of its own.
public record AgentConfig(
        URI relay,
        LocalAddress target,
        Trust localTrust,
        LocalProtocol localProtocol,
        Optional<String> name,
        Optional<String> token,
        HostHeader hostHeader,
        Duration responseTimeout,
        Consumer<AgentEvent> listener,
        boolean requestEvents,
        Optional<TrustManagerFactory> trust,
        Optional<ProxyAddress> proxy,
        ConnectTimeouts connectTimeouts,
        int links,
        Optional<EventLoopGroup> eventLoops) {
    /// The default of `links`.
    public static final int DEFAULT_LINKS = 2;

    /// The most links that an agent may wish for.
    public static final int MOST_LINKS = 8;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");

    public AgentConfig {
        RelayAddress.of(relay);
        if (!localProtocol.fits(target.scheme() == LocalAddress.Scheme.HTTPS)) {
            throw new IllegalArgumentException(
                    "local protocol: %s for %s (expected: h2 with https, h2c without, auto or http1)"
                            .formatted(localProtocol, target));
        }
        name.ifPresent(AgentConfig::checkName);
        token.ifPresent(AgentConfig::checkToken);
        if (responseTimeout.isNegative() || responseTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "response timeout: %s (expected: more than zero)".formatted(responseTimeout));
        }
        if (links < 1 || links > MOST_LINKS) {
            throw new IllegalArgumentException(
                    "links: %d (expected: 1 to %d)".formatted(links, MOST_LINKS));
        }
    }

    /// The two things that have no default.
    public static Builder builder(URI relay, LocalAddress target) {
        return new Builder(relay, target);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "AgentConfig[relay=%s, target=%s, name=%s, hostHeader=%s, responseTimeout=%s]"
                .formatted(relay, target, name.orElse("any"), hostHeader, responseTimeout);
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: \"%s\" (expected: 1 to 63 of a-z, 0-9 and -, with no - at either end)"
                            .formatted(name));
        }
    }

    private static void checkToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "token: not shown (expected: 1 to 1024 visible ASCII characters, no spaces)");
        }
    }

    /// The defaults, and one method for each value to change. Not thread-safe.
    public static final class Builder {
        private final URI relay;
        private final LocalAddress target;
        private Trust localTrust = new Trust.Platform();
        private LocalProtocol localProtocol = LocalProtocol.AUTO;
        private Optional<String> name = Optional.empty();
        private Optional<String> token = Optional.empty();
        private HostHeader hostHeader = new HostHeader.Rewrite();
        private Duration responseTimeout = Duration.ofSeconds(60);
        private Consumer<AgentEvent> listener = event -> {};
        private boolean requestEvents;
        private Optional<TrustManagerFactory> trust = Optional.empty();
        private Optional<ProxyAddress> proxy = Optional.empty();
        private ConnectTimeouts connectTimeouts = ConnectTimeouts.DEFAULT;
        private int links = DEFAULT_LINKS;
        private Optional<EventLoopGroup> eventLoops = Optional.empty();

        private Builder(URI relay, LocalAddress target) {
            this.relay = relay;
            this.target = target;
        }

        public Builder localTrust(Trust value) {
            localTrust = value;
            return this;
        }

        public Builder localProtocol(LocalProtocol value) {
            localProtocol = value;
            return this;
        }

        public Builder name(String value) {
            name = Optional.of(value);
            return this;
        }

        public Builder token(String value) {
            token = Optional.of(value);
            return this;
        }

        public Builder hostHeader(HostHeader value) {
            hostHeader = value;
            return this;
        }

        public Builder responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        public Builder listener(Consumer<AgentEvent> value) {
            listener = value;
            return this;
        }

        public Builder requestEvents(boolean value) {
            requestEvents = value;
            return this;
        }

        public Builder trust(TrustManagerFactory value) {
            trust = Optional.of(value);
            return this;
        }

        public Builder proxy(ProxyAddress value) {
            proxy = Optional.of(value);
            return this;
        }

        public Builder connectTimeouts(ConnectTimeouts value) {
            connectTimeouts = value;
            return this;
        }

        public Builder links(int value) {
            links = value;
            return this;
        }

        public Builder eventLoops(EventLoopGroup value) {
            eventLoops = Optional.of(value);
            return this;
        }

        public AgentConfig build() {
            return new AgentConfig(
                    relay,
                    target,
                    localTrust,
                    localProtocol,
                    name,
                    token,
                    hostHeader,
                    responseTimeout,
                    listener,
                    requestEvents,
                    trust,
                    proxy,
                    connectTimeouts,
                    links,
                    eventLoops);
        }
    }
}

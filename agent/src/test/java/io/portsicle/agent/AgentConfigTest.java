package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.portsicle.agent.connect.ConnectTimeouts;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.agent.tls.Trust;
import io.portsicle.tunnel.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Consumer;

import javax.net.ssl.TrustManagerFactory;

class AgentConfigTest {
    private static final URI RELAY = URI.create("http://relay.test");
    private static final LocalAddress TARGET = LocalAddress.parse("3000");

    @Test
    void everythingHasADefaultButRelayAndTarget() {
        AgentConfig config = AgentConfig.builder(RELAY, TARGET).build();
        assertThat(config.relay()).isEqualTo(RELAY);
        assertThat(config.target()).isEqualTo(TARGET);
        assertThat(config.localTrust()).isEqualTo(new Trust.Platform());
        assertThat(config.localProtocol()).isEqualTo(LocalProtocol.AUTO);
        assertThat(config.name()).isEmpty();
        assertThat(config.token()).isEmpty();
        assertThat(config.hostHeader()).isEqualTo(new HostHeader.Rewrite());
        assertThat(config.responseTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.requestEvents()).isFalse();
        assertThat(config.trust()).isEmpty();
        assertThat(config.proxy()).isEmpty();
        assertThat(config.connectTimeouts()).isEqualTo(ConnectTimeouts.DEFAULT);
        assertThat(config.links()).isEqualTo(2);
        assertThat(config.eventLoops()).isEmpty();
    }

    @Test
    void everythingCanBeSet() throws NoSuchAlgorithmException {
        Consumer<AgentEvent> listener = event -> {};
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        ProxyAddress proxy = ProxyAddress.parse("http://proxy.test:3128");
        Duration second = Duration.ofSeconds(1);
        ConnectTimeouts timeouts = new ConnectTimeouts(second, second, second, second, second);
        EventLoopGroup loops = Transport.best().newGroup(1, "test");
        try {
            AgentConfig config =
                    AgentConfig.builder(RELAY, TARGET)
                            .localTrust(new Trust.Anyone())
                            .localProtocol(LocalProtocol.H2C)
                            .name("demo")
                            .token("t")
                            .hostHeader(new HostHeader.Preserve())
                            .responseTimeout(Duration.ofSeconds(1))
                            .listener(listener)
                            .requestEvents(true)
                            .trust(trust)
                            .proxy(proxy)
                            .connectTimeouts(timeouts)
                            .links(3)
                            .eventLoops(loops)
                            .build();
            assertThat(config.localTrust()).isEqualTo(new Trust.Anyone());
            assertThat(config.localProtocol()).isEqualTo(LocalProtocol.H2C);
            assertThat(config.name()).contains("demo");
            assertThat(config.token()).contains("t");
            assertThat(config.hostHeader()).isEqualTo(new HostHeader.Preserve());
            assertThat(config.responseTimeout()).isEqualTo(Duration.ofSeconds(1));
            assertThat(config.listener()).isSameAs(listener);
            assertThat(config.requestEvents()).isTrue();
            assertThat(config.trust()).contains(trust);
            assertThat(config.proxy()).contains(proxy);
            assertThat(config.connectTimeouts()).isEqualTo(timeouts);
            assertThat(config.links()).isEqualTo(3);
            assertThat(config.eventLoops()).contains(loops);
        } finally {
            Transport.shutDown(loops);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 9})
    void aNumberOfLinksThatIsOutOfRangeIsExplained(int links) {
        assertThatThrownBy(() -> AgentConfig.builder(RELAY, TARGET).links(links).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("links: %d (expected: 1 to 8)", links);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Demo", "a_b", "-a", "a-", "a.b", "ä"})
    void aNameThatIsNoLabelIsExplained(String name) {
        assertThatThrownBy(() -> AgentConfig.builder(RELAY, TARGET).name(name).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "name: \"%s\" (expected: 1 to 63 of a-z, 0-9 and -, with no - at either"
                                + " end)",
                        name);
    }

    @Test
    void aNameMayHaveSixtyThreeCharacters() {
        assertThat(AgentConfig.builder(RELAY, TARGET).name("a".repeat(63)).build().name())
                .isPresent();
        assertThatThrownBy(() -> AgentConfig.builder(RELAY, TARGET).name("a".repeat(64)).build())
                .hasMessageContaining("1 to 63");
    }

    @Test
    void aBadTokenIsNotRepeated() {
        assertThatThrownBy(() -> AgentConfig.builder(RELAY, TARGET).token("my secret").build())
                .hasMessageStartingWith("token: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theTokenIsNotPrinted() {
        assertThat(AgentConfig.builder(RELAY, TARGET).token("s3cret").build().toString())
                .doesNotContain("s3cret");
    }

    @Test
    void aResponseTimeoutIsMoreThanZero() {
        assertThatThrownBy(
                        () ->
                                AgentConfig.builder(RELAY, TARGET)
                                        .responseTimeout(Duration.ZERO)
                                        .build())
                .hasMessage("response timeout: PT0S (expected: more than zero)");
    }

    @Test
    void aRelayNeedsAUrl() {
        assertThatThrownBy(() -> AgentConfig.builder(URI.create("relay:8080"), TARGET).build())
                .hasMessageContaining("(expected: an http, https, ws or wss URL)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\r\nX: y"})
    void aFixedHostIsAHost(String host) {
        assertThatThrownBy(() -> new HostHeader.Fixed(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host header: ");
    }

    @Test
    void theProtocolHasToFitTheSchemeOfTheTarget() {
        LocalAddress https = LocalAddress.parse("https://localhost:3000");
        assertThatThrownBy(
                        () ->
                                AgentConfig.builder(RELAY, https)
                                        .localProtocol(LocalProtocol.H2C)
                                        .build())
                .hasMessage(
                        "local protocol: H2C for https://localhost:3000 (expected: h2 with https,"
                                + " h2c without, auto or http1)");
        assertThatThrownBy(
                        () ->
                                AgentConfig.builder(RELAY, TARGET)
                                        .localProtocol(LocalProtocol.H2)
                                        .build())
                .hasMessageStartingWith("local protocol: H2 for http://localhost:3000");
        AgentConfig.builder(RELAY, https).localProtocol(LocalProtocol.H2).build();
    }
}

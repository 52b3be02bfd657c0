package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.relay.token.Owner;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.http2.IgnoringListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class LinkChoiceTest {
    private final SessionRegistry sessions =
            new SessionRegistry(
                    new Endpoints(),
                    SessionLimits.DEFAULT,
                    ResumeKey.random(new SecureRandom()),
                    SessionStore.NONE,
                    new SecureRandom(),
                    System::nanoTime);
    private final Session session =
            ((Opening.Opened)
                            sessions.open(
                                    new Owner.Anonymous(),
                                    Optional.of(new EndpointName("demo")),
                                    true))
                    .session();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final Link first = link();
    private final Link second = link();

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @ParameterizedTest
    @CsvSource({"NEAR, 64", "ROOMY, 4"})
    void aVisitorStaysWhereItIsUnlessSoManyMoreRunThere(LinkWish wish, int more) {
        open(second, more);
        assertThat(chosen(second, wish)).isSameAs(second);

        open(second, 1);
        assertThat(chosen(second, wish)).isSameAs(first);
    }

    @Test
    void upToSoManyRequestsShareTheFirstLink() {
        open(first, LinkChoice.SHARED_STREAMS);

        assertThat(chosen(second, LinkWish.SHARED)).isSameAs(first);
        assertThat(chosen(first, LinkWish.SHARED)).isSameAs(first);
    }

    @Test
    void moreRequestsAreSpread() {
        open(first, LinkChoice.SHARED_STREAMS);
        open(second, 1);

        assertThat(chosen(second, LinkWish.SHARED)).isSameAs(second);
        assertThat(chosen(first, LinkWish.SHARED)).isSameAs(second);
    }

    private Link chosen(Link hereIs, LinkWish wish) {
        Link chosen = session.link(hereIs.loop(), wish);
        assertThat(chosen).isNotNull();
        return chosen;
    }

    private Link link() {
        EmbeddedChannel channel = new EmbeddedChannel();
        SessionLink listener = new SessionLink(sessions, session, channels.size(), "test");
        channels.add(channel);
        Link link =
                Link.start(
                        channel,
                        Link.Role.RELAY,
                        Link.Carrier.BARE,
                        LinkConfig.RELAY,
                        new SessionSilence(),
                        listener);
        listener.started(link);
        return link;
    }

    private static void open(Link link, int streams) {
        for (int i = 0; i < streams; i++) {
            link.open(
                    new Fields()
                            .add(KnownField.METHOD, "GET")
                            .add(KnownField.SCHEME, "http")
                            .add(KnownField.AUTHORITY, "demo")
                            .add(KnownField.PATH, "/"),
                    true,
                    new IgnoringListener());
        }
    }
}

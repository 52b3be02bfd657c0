package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.portsicle.relay.endpoint.Claim;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.relay.harness.StillHolder;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsualLinkTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Link link =
            Link.start(
                    channel,
                    Link.Role.RELAY,
                    Link.Carrier.BARE,
                    LinkConfig.RELAY,
                    new SessionSilence(),
                    new Deaf());
    private final StillHolder holder = new StillHolder(link);
    private final Lease lease =
            ((Claim.Granted) new Endpoints().claim(new EndpointName("demo"), holder)).lease();
    private boolean shares;
    private final UsualLink usual = new UsualLink(() -> shares);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theFirstRequestStaysWhereItsVisitorIsMoreThanLaterOnesDo() {
        usual.of(lease, channel.eventLoop(), 0);
        usual.of(lease, channel.eventLoop(), 1);
        usual.of(lease, channel.eventLoop(), 2);

        assertThat(holder.wishes()).containsExactly(LinkWish.NEAR, LinkWish.ROOMY, LinkWish.ROOMY);
    }

    @Test
    void whoStaysSharesALinkWhereThatIsBetter() {
        shares = true;
        usual.of(lease, channel.eventLoop(), 0);
        usual.of(lease, channel.eventLoop(), 1);

        assertThat(holder.wishes()).containsExactly(LinkWish.NEAR, LinkWish.SHARED);
    }

    @Test
    void whoGetsLargeResponsesDoesNot() {
        shares = true;
        usual.of(lease, channel.eventLoop(), 0);
        usual.received(3 * UsualLink.LARGE_RESPONSE_BYTES);
        usual.of(lease, channel.eventLoop(), 1);
        usual.of(lease, channel.eventLoop(), 2);

        assertThat(holder.wishes()).containsExactly(LinkWish.NEAR, LinkWish.ROOMY, LinkWish.SHARED);
    }

    @Test
    void whoDoesNotMoveDoesNot() {
        shares = true;
        usual.neverShare();
        usual.of(lease, channel.eventLoop(), 0);
        usual.of(lease, channel.eventLoop(), 1);

        assertThat(holder.wishes()).containsExactly(LinkWish.NEAR, LinkWish.ROOMY);
    }

    @Test
    void itIsLookedForOnceMoreWhenAVisitorHasProvedToStay() {
        for (int i = 0; i < 2 * UsualLink.STAYS_FROM; i++) {
            usual.of(lease, channel.eventLoop(), 0);
        }

        assertThat(holder.wishes()).containsExactly(LinkWish.NEAR, LinkWish.ROOMY);
    }

    @Test
    void theLinkIsLookedForOnceASecond() {
        assertThat(usual.of(lease, channel.eventLoop(), 0)).isSameAs(link);
        assertThat(usual.of(lease, channel.eventLoop(), 0)).isSameAs(link);

        assertThat(holder.wishes()).hasSize(1);
    }

    private static final class Deaf implements LinkListener {
        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
            throw new IllegalStateException("a relay serves no streams");
        }

        @Override
        public void onReady() {}

        @Override
        public void onGoingAway() {}

        @Override
        public void onClosed(LinkEnd end) {}
    }
}

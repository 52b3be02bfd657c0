package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.portsicle.relay.endpoint.Claim;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    private final Asked holder = new Asked();
    private final Lease lease =
            ((Claim.Granted) new Endpoints().claim(new EndpointName("demo"), holder)).lease();
    private final UsualLink usual = new UsualLink();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theFirstRequestStaysWhereItsVisitorIsMoreThanLaterOnesDo() {
        usual.of(lease, channel.eventLoop(), 0);
        usual.of(lease, channel.eventLoop(), 1);
        usual.of(lease, channel.eventLoop(), 2);

        assertThat(holder.worthMoving).containsExactly(64, 4, 4);
    }

    @Test
    void theLinkIsLookedForOnceASecond() {
        assertThat(usual.of(lease, channel.eventLoop(), 0)).isSameAs(link);
        assertThat(usual.of(lease, channel.eventLoop(), 0)).isSameAs(link);

        assertThat(holder.worthMoving).hasSize(1);
    }

    /// Says how it was asked for its link.
    private final class Asked implements Holder {
        private final List<Integer> worthMoving = new ArrayList<>();

        @Override
        public Link link(EventLoop at, int streams) {
            worthMoving.add(streams);
            return link;
        }

        @Override
        public boolean isAt(EventLoop loop) {
            return true;
        }

        @Override
        public Optional<Spot> park(Waiter waiter, int bytes) {
            return Optional.empty();
        }

        @Override
        public boolean isExpectedBack() {
            return true;
        }

        @Override
        public boolean yieldsTo(Holder newcomer) {
            return false;
        }
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

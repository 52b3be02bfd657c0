package io.portsicle.relay.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.portsicle.tunnel.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class PlacementTest {
    private final Placement placement = new Placement();
    private final EventLoopGroup group = Transport.best().newGroup(3, "placed", placement);

    @AfterEach
    void stop() {
        group.shutdownGracefully();
    }

    @Test
    void linksAreSpreadOverAllLoops() {
        Set<EventLoop> loops = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            loops.add(placement.forLink());
        }
        assertThat(loops).hasSize(3).containsExactlyInAnyOrderElementsOf(placement.loops());
    }

    @Test
    void theFirstLinkIsWhereConnectionsAreAccepted() {
        EventLoop accepting = group.next();

        assertThat(placement.forLink()).isSameAs(accepting);
    }

    @Test
    void connectionsAreSpreadAsLongAsNobodyHadToMove() {
        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void aVisitorStartsWhereTheLastOneHadToGo() {
        EventLoop busy = placement.loops().get(1);
        placement.moved(busy);

        assertThat(List.of(group.next(), group.next())).containsOnly(busy);
    }

    @Test
    void aBusyLoopDoesNotAttractLinks() {
        placement.moved(placement.loops().getFirst());

        assertThat(List.of(placement.forLink(), placement.forLink())).doesNotHaveDuplicates();
    }
}

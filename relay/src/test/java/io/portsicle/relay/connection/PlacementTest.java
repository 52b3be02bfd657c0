package io.portsicle.relay.connection;

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
            loops.add(placement.forLink(Set.of()));
        }
        assertThat(loops).hasSize(3).containsExactlyInAnyOrderElementsOf(placement.loops());
    }

    @Test
    void theFirstLinkIsWhereConnectionsAreAccepted() {
        EventLoop accepting = group.next();

        assertThat(placement.forLink(Set.of())).isSameAs(accepting);
    }

    @Test
    void connectionsAreSpreadAsLongAsNobodyHadToMove() {
        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void aVisitorStartsWhereTheLastOneHadToGo() {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(0), loops.get(1), false);

        assertThat(List.of(group.next(), group.next())).containsOnly(loops.get(1));
    }

    @Test
    void visitorsStartInTurnWhereTheLinksOfOneSessionAre() {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(0), loops.get(1), false);
        placement.moved(loops.get(1), loops.get(2), true);

        assertThat(List.of(group.next(), group.next(), group.next(), group.next()))
                .containsOnly(loops.get(1), loops.get(2))
                .startsWith(group.next(), group.next());
    }

    @Test
    void aPlaceWhereTheLinkIsNotIsNoPlaceToStart() {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(0), loops.get(1), false);
        placement.moved(loops.get(1), loops.get(2), false);

        assertThat(List.of(group.next(), group.next())).containsOnly(loops.get(2));
    }

    @Test
    void aBusyLoopDoesNotAttractLinks() {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(1), loops.get(0), false);

        assertThat(List.of(placement.forLink(Set.of()), placement.forLink(Set.of())))
                .doesNotHaveDuplicates();
    }

    @Test
    void theLinksOfOneSessionAreKeptApart() {
        EventLoop first = placement.forLink(Set.of());
        placement.forLink(Set.of());
        placement.forLink(Set.of());

        EventLoop second = placement.forLink(Set.of(first));
        assertThat(second).isNotSameAs(first);
        assertThat(placement.forLink(Set.of(first, second))).isNotIn(first, second);
        assertThat(placement.loops()).contains(placement.forLink(Set.copyOf(placement.loops())));
    }
}

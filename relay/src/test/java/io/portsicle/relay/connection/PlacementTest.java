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
import java.util.concurrent.TimeUnit;

class PlacementTest {
    private long now;
    private long cpu;
    private final Placement placement = new Placement(() -> now, () -> cpu);
    private final EventLoopGroup group = Transport.best().newGroup(3, "placed", placement);

    @AfterEach
    void stop() {
        Transport.shutDown(group);
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
    void oneLoopIsEnoughOnceAllOfThemTakeLittle() {
        assertThat(placement.oneLoopIsEnough()).isFalse();
        takeLittle();

        assertThat(placement.oneLoopIsEnough()).isTrue();
    }

    @Test
    void visitorsWhoWentToTheOthersDoNotSayWhereNewOnesStart() {
        takeLittle();
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(1), loops.get(0), true);

        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
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

    @Test
    void visitorsStartAnywhereAgainWhenALinkCame() {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(0), loops.get(1), false);

        placement.forLink(Set.of());

        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void whileVisitorsComeForOneRequestTheyAllStartWhereTheyAreAccepted() throws Exception {
        comeForOneRequest(ShortVisits.EXPECTED_AFTER);

        for (EventLoop accepting : placement.loops()) {
            assertThat(accepting.submit(() -> List.of(group.next(), group.next())).get())
                    .containsOnly(accepting);
        }
    }

    @Test
    void visitorsForOneRequestStartWhereTheLinkIs() throws Exception {
        List<EventLoop> loops = placement.loops();
        placement.moved(loops.get(0), loops.get(1), false);
        placement.moved(loops.get(1), loops.get(2), true);
        comeForOneRequest(ShortVisits.EXPECTED_AFTER);

        assertThat(loops.get(0).submit(() -> List.of(group.next(), group.next())).get())
                .containsOnly(loops.get(1));
    }

    @Test
    void aFewVisitorsForOneRequestAreNoSignOfMore() {
        comeForOneRequest(ShortVisits.EXPECTED_AFTER - 1);

        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void aVisitorWhoStaysIsFollowedByOthersInTurn() {
        comeForOneRequest(ShortVisits.EXPECTED_AFTER);
        placement.visitIsLong();

        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void aVisitorWhoHadToMoveIsFollowedByOthersInTurn() {
        List<EventLoop> loops = placement.loops();
        comeForOneRequest(ShortVisits.EXPECTED_AFTER);
        placement.moved(loops.get(0), loops.get(1), false);
        placement.moved(loops.get(1), loops.get(0), true);

        assertThat(List.of(group.next(), group.next())).doesNotHaveDuplicates();
    }

    @Test
    void afterAPauseNothingIsExpected() {
        comeForOneRequest(ShortVisits.EXPECTED_AFTER);
        now += TimeUnit.MILLISECONDS.toNanos(101);

        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
        placement.visitWasShort();
        assertThat(List.of(group.next(), group.next(), group.next())).doesNotHaveDuplicates();
    }

    private void comeForOneRequest(int visitors) {
        for (int i = 0; i < visitors; i++) {
            placement.visitWasShort();
        }
    }

    private void takeLittle() {
        EventLoop loop = placement.loops().getFirst();
        placement.second(loop);
        now += TimeUnit.SECONDS.toNanos(1);
        cpu += TimeUnit.MILLISECONDS.toNanos(100);
        placement.second(loop);
    }
}

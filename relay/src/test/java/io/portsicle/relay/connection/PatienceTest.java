package io.portsicle.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.connection.Patience.Verdict;
import io.portsicle.tunnel.http2.Http2Config;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PatienceTest {
    private static final VisitorLimits LIMITS =
            new VisitorLimits(
                    1,
                    1,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(5),
                    1,
                    1,
                    1,
                    Http2Config.DEFAULT);

    private final Patience patience = new Patience(LIMITS, 1000);

    @Test
    void aQuietStreamOrUpgradedConnectionLivesForHours() {
        for (int second = 1000; second < 1000 + 2 * 3600; second++) {
            assertThat(patience.second(Phase.EXCHANGE, second, false, 0)).isEqualTo(Verdict.WAIT);
            assertThat(patience.second(Phase.UPGRADED, second, false, 0)).isEqualTo(Verdict.WAIT);
        }
    }

    @Test
    void whoTakesNothingOfAnUpgradedConnectionIsGivenUp() {
        assertThat(patience.second(Phase.UPGRADED, 1001, false, 9)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.UPGRADED, 1121, false, 9))
                .isEqualTo(Verdict.GIVE_UP_EXCHANGE);
    }

    @Test
    void theFirstHeadIsDueSoon() {
        assertThat(patience.second(Phase.HEAD, 1009, false, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 1010, false, 0)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void aHeadThatHasBegunIsGivenUp() {
        patience.begin(1005);

        assertThat(patience.second(Phase.HEAD, 1014, true, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 1015, true, 0)).isEqualTo(Verdict.GIVE_UP_HEAD);
    }

    @Test
    void betweenTwoRequestsThereIsMoreTime() {
        patience.answered();

        assertThat(patience.second(Phase.HEAD, 1074, false, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 1075, false, 0)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void aClosingRelayWaitsOnlyAMomentForAnotherRequest() {
        patience.answered();
        patience.hurry(1030);

        assertThat(patience.second(Phase.HEAD, 1031, false, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 1032, false, 0)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void whoStillReadsTheLastResponseIsNotIdle() {
        patience.answered();
        for (int second = 1; second < 1000; second++) {
            assertThat(patience.second(Phase.HEAD, 1000 + second, false, 5000 - second))
                    .isEqualTo(Verdict.WAIT);
        }
        assertThat(patience.second(Phase.HEAD, 2073, false, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 2074, false, 0)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void whoNeverReadsTheLastResponseIsClosed() {
        patience.answered();
        patience.second(Phase.HEAD, 1001, false, 5000);

        assertThat(patience.second(Phase.HEAD, 1120, false, 5000)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.HEAD, 1121, false, 5000)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void anExchangeMayTakeForeverWhereTheVisitorIsNotWaitedFor() {
        assertThat(patience.second(Phase.EXCHANGE, 99_999, false, 0)).isEqualTo(Verdict.WAIT);
    }

    @Test
    void aBodyThatDoesNotComeEndsTheExchange() {
        patience.heard(1050);

        assertThat(patience.second(Phase.EXCHANGE, 1169, true, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.EXCHANGE, 1170, true, 0))
                .isEqualTo(Verdict.GIVE_UP_EXCHANGE);
    }

    @Test
    void aVisitorWhoTakesNothingEndsTheExchange() {
        patience.second(Phase.EXCHANGE, 1001, false, 5000);
        assertThat(patience.second(Phase.EXCHANGE, 1120, false, 4999)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.EXCHANGE, 1239, false, 4999)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.EXCHANGE, 1240, false, 4999))
                .isEqualTo(Verdict.GIVE_UP_EXCHANGE);
    }

    @Test
    void theRestOfABodyIsNotWaitedForForLong() {
        assertThat(patience.second(Phase.DRAINING, 1004, true, 0)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.DRAINING, 1005, true, 0)).isEqualTo(Verdict.GIVE_UP_BODY);
    }

    @Test
    void theLastResponseHasTimeToLeaveAndThenTheConnectionHasNone() {
        assertThat(patience.second(Phase.CLOSING, 1100, false, 5000)).isEqualTo(Verdict.WAIT);
        assertThat(patience.second(Phase.CLOSING, 1220, false, 5000)).isEqualTo(Verdict.CLOSE);
        assertThat(patience.second(Phase.LINGERING, 1220, false, 0)).isEqualTo(Verdict.CLOSE);
    }
}

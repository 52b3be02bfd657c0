package io.portsicle.relay.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class DoorkeeperTest {
    private static final Token GOOD = new Token("ptk_good");
    private static final Token OTHER = new Token("ptk_other");
    private static final Doorkeeper.KnownTokens KNOWN =
            new Doorkeeper.KnownTokens(List.of(Hash.of(GOOD), Hash.of(OTHER)));
    private static final Doorkeeper.KnownTokens NONE = new Doorkeeper.KnownTokens(List.of());

    @Test
    void admitsTheHolderOfAKnownToken() {
        assertThat(KNOWN.decide(GOOD, false)).isEqualTo(admitted(GOOD));
        assertThat(KNOWN.decide(OTHER, false)).isEqualTo(admitted(OTHER));
    }

    @Test
    void deniesAnUnknownTokenAndNone() {
        assertThat(KNOWN.decide(new Token("ptk_bad"), true)).isInstanceOf(Admittance.Denied.class);
        assertThat(KNOWN.decide(null, true)).isInstanceOf(Admittance.Denied.class);
    }

    @Test
    void neverRepeatsATokenInItsReason() {
        assertThat(KNOWN.decide(new Token("ptk_bad"), true).toString()).doesNotContain("ptk_bad");
        assertThat(GOOD.toString()).doesNotContain("ptk_good");
    }

    @Test
    void anOpenDoorAdmitsEveryoneAsNobodyInParticular() {
        assertThat(new Doorkeeper.Everyone().decide(GOOD, false))
                .isEqualTo(new Admittance.Admitted(new Owner.Anonymous()));
    }

    @Test
    void neighboursNeedNoToken() {
        assertThat(new Doorkeeper.NeighboursFreely(KNOWN).decide(null, true))
                .isEqualTo(new Admittance.Admitted(new Owner.Neighbour()));
    }

    @Test
    void whoComesThroughAProxyNeedsOne() {
        Doorkeeper doorkeeper = new Doorkeeper.NeighboursFreely(KNOWN);

        assertThat(doorkeeper.decide(null, false)).isInstanceOf(Admittance.Denied.class);
        assertThat(doorkeeper.decide(GOOD, false)).isEqualTo(admitted(GOOD));
        assertThat(new Doorkeeper.NeighboursFreely(NONE).decide(GOOD, false))
                .isInstanceOf(Admittance.Denied.class);
    }

    @Test
    void anonymousOwnersAreNeverTheSame() {
        assertThat(new Owner.Anonymous().isSameAs(new Owner.Anonymous())).isFalse();
        assertThat(new Owner.Neighbour().isSameAs(new Owner.Neighbour())).isTrue();
        assertThat(new Owner.Neighbour().isSameAs(new Owner.Anonymous())).isFalse();
        assertThat(new Owner.TokenHolder("a").isSameAs(new Owner.TokenHolder("a"))).isTrue();
        assertThat(new Owner.TokenHolder("a").isSameAs(new Owner.TokenHolder("b"))).isFalse();
    }

    private static Admittance admitted(Token token) {
        return new Admittance.Admitted(new Owner.TokenHolder(Hash.of(token).id()));
    }
}

package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.token.Owner;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class SessionRegistryTest {
    private static final Owner NOBODY = new Owner.Anonymous();
    private static final Owner ANNA = new Owner.TokenHolder("anna");
    private static final Optional<EndpointName> DEMO = Optional.of(new EndpointName("demo"));

    private static final ResumeKey KEY = ResumeKey.random(new SecureRandom());

    private final AtomicLong nanos = new AtomicLong();
    private final Endpoints endpoints = new Endpoints();
    private final List<String> noted = new ArrayList<>();
    private final SessionRegistry sessions = registry(endpoints, KEY, new Notes());

    @Test
    void aNameIsKeptForTheGraceTimeAndNoLonger() {
        open(NOBODY);
        Lease lease = endpoints.find("demo");

        pass(Duration.ofMinutes(2));
        assertThat(endpoints.find("demo")).isSameAs(lease);
        assertThat(lease.isEnded()).isFalse();

        pass(Duration.ofNanos(1));
        assertThat(endpoints.find("demo")).isNull();
        assertThat(lease.isEnded()).isTrue();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void theNameOfAnAgentThatWasThereForLongIsKeptAsLong() {
        Session session = open(NOBODY).session();
        SessionLink link = connect(session);
        pass(Duration.ofHours(1));

        sessions.lost(session, link, "test");
        pass(Duration.ofMinutes(2));
        assertThat(endpoints.find("demo")).isNotNull();

        pass(Duration.ofNanos(1));
        assertThat(endpoints.find("demo")).isNull();
    }

    @Test
    void anotherAgentCannotTakeTheNameMeanwhile() {
        open(NOBODY);

        assertThat(sessions.open(NOBODY, DEMO, true))
                .isEqualTo(new Opening.NameTaken(DEMO.get(), Opening.Why.KEPT));
        assertThat(sessions.open(ANNA, DEMO, true)).isInstanceOf(Opening.NameTaken.class);
    }

    @Test
    void theSameTokenMayTakeIt() {
        Session former = open(ANNA).session();
        Session newer = open(ANNA).session();

        assertThat(former.isEnded()).isTrue();
        assertThat(endpoints.find("demo").holder()).isSameAs(newer);
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void theSameTokenMayTakeItAlsoWhereThereMayBeNoMoreSessions() {
        Session former = open(ANNA).session();
        sessions.open(NOBODY, Optional.empty(), true);
        assertThat(sessions.open(NOBODY, Optional.empty(), true)).isEqualTo(new Opening.Full());

        assertThat(open(ANNA).session().isEnded()).isFalse();
        assertThat(former.isEnded()).isTrue();
        assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void whoWasReplacedCannotComeBackWhileItsSuccessorIsThere() {
        Session former = open(ANNA).session();
        connect(open(ANNA).session());

        assertThat(resume(former, former.secret().value()).orElseThrow())
                .isInstanceOf(Opening.NameTaken.class);
    }

    @Test
    void theSweepOfAReplacedSessionLeavesItsSuccessorAlone() {
        open(ANNA);
        pass(Duration.ofMinutes(1));
        open(ANNA);
        pass(Duration.ofMinutes(1).plusNanos(1));

        assertThat(endpoints.find("demo")).isNotNull();
    }

    @Test
    void onlyTheSecretResumesASession() {
        Session session = open(NOBODY).session();

        assertThat(resume(session, session.secret().value())).contains(new Opening.Opened(session));
        assertThat(resume(session, session.secret().value() + "x")).isEmpty();
        assertThat(sessions.resume("unknown", session.secret().value(), NOBODY, DEMO)).isEmpty();
    }

    @Test
    void aRelayWithTheSameKeyKnowsASessionThatItHasNeverSeen() {
        Session session = open(ANNA).session();
        SessionRegistry restarted = registry(new Endpoints(), KEY, SessionStore.NONE);

        Opening opening =
                restarted.resume(session.id(), session.secret().value(), ANNA, DEMO).orElseThrow();

        assertThat(((Opening.Opened) opening).session().identity()).isEqualTo(session.identity());
        assertThat(((Opening.Opened) opening).session().secret()).isEqualTo(session.secret());
    }

    @Test
    void theSecretVouchesForTheNameTheOwnerAndTheKey() {
        Session session = open(ANNA).session();
        String secret = session.secret().value();
        SessionRegistry restarted = registry(new Endpoints(), KEY, SessionStore.NONE);
        SessionRegistry other =
                registry(new Endpoints(), ResumeKey.random(new SecureRandom()), SessionStore.NONE);
        Optional<EndpointName> otherName = Optional.of(new EndpointName("other"));

        assertThat(restarted.resume(session.id(), secret, ANNA, otherName)).isEmpty();
        assertThat(restarted.resume(session.id(), secret, NOBODY, DEMO)).isEmpty();
        assertThat(restarted.resume(session.id(), secret, ANNA, Optional.empty())).isEmpty();
        assertThat(other.resume(session.id(), secret, ANNA, DEMO)).isEmpty();
    }

    @Test
    void twoLinksThatComeBackToARestartedRelayAreOneSession() {
        Session session = open(ANNA).session();
        SessionRegistry restarted = registry(new Endpoints(), KEY, SessionStore.NONE);
        String secret = session.secret().value();

        Opening first = restarted.resume(session.id(), secret, ANNA, DEMO).orElseThrow();

        assertThat(restarted.resume(session.id(), secret, ANNA, DEMO)).contains(first);
    }

    @Test
    void aRestartedRelayKeepsTheNamesOfLiveSessions() {
        SessionRegistry restarted =
                registry(
                        endpoints,
                        KEY,
                        new Notes(new Identity("id", new EndpointName("demo"), ANNA)));
        restarted.restore();

        assertThat(restarted.count()).isEqualTo(1);
        assertThat(endpoints.find("demo").holder().isExpectedBack()).isTrue();
        assertThat(sessions.open(NOBODY, DEMO, true)).isInstanceOf(Opening.NameTaken.class);
    }

    @Test
    void whoMayComeBackIsNotedDownUntilItIsOver() {
        Session session = open(ANNA).session();
        sessions.open(NOBODY, Optional.of(new EndpointName("fleeting")), false);
        assertThat(noted).containsExactly("opened " + session.id());

        pass(Duration.ofMinutes(3));
        assertThat(noted).endsWith("ended " + session.id());
    }

    @Test
    void aRelayThatDrainsLeavesItsSessionsToTheNextOne() {
        open(ANNA);
        sessions.drain();
        pass(Duration.ofMinutes(3));

        assertThat(sessions.count()).isEqualTo(1);
        assertThat(noted).hasSize(1);
    }

    @Test
    void aConnectedSessionOfTheSameOwnerIsDoubtedOnce() {
        connect(open(ANNA).session());

        assertThat(why(ANNA)).isEqualTo(Opening.Why.DOUBTED);
        assertThat(why(ANNA)).isEqualTo(Opening.Why.IN_USE);
        assertThat(why(NOBODY)).isEqualTo(Opening.Why.IN_USE);
        pass(Duration.ofSeconds(11));
        assertThat(why(ANNA)).isEqualTo(Opening.Why.DOUBTED);
    }

    @Test
    void refusedAgentsDontCount() {
        open(NOBODY);
        for (int i = 0; i < 5; i++) {
            sessions.open(NOBODY, DEMO, true);
        }

        assertThat(sessions.open(NOBODY, Optional.empty(), true))
                .isInstanceOf(Opening.Opened.class);
        assertThat(sessions.open(NOBODY, Optional.empty(), true)).isEqualTo(new Opening.Full());
    }

    @Test
    void secretsAreNeverPrinted() {
        Session session = open(NOBODY).session();

        assertThat(session.secret().toString()).doesNotContain(session.secret().value());
    }

    private SessionRegistry registry(Endpoints names, ResumeKey key, SessionStore store) {
        return new SessionRegistry(
                names,
                SessionLimits.DEFAULT.withSessions(2),
                key,
                store,
                new SecureRandom(),
                nanos::get);
    }

    private SessionLink connect(Session session) {
        SessionLink link = new SessionLink(sessions, session, 0, "test");
        assertThat(session.attach(link)).isTrue();
        return link;
    }

    private Opening.Why why(Owner newcomer) {
        return ((Opening.NameTaken) sessions.open(newcomer, DEMO, true)).why();
    }

    private Optional<Opening> resume(Session session, String secret) {
        return sessions.resume(session.id(), secret, session.identity().owner(), DEMO);
    }

    private Opening.Opened open(Owner owner) {
        return (Opening.Opened) sessions.open(owner, DEMO, true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        sessions.sweep();
    }

    /// Remembers what it is told, and what it was made with.
    private final class Notes implements SessionStore {
        private final List<Identity> before;

        Notes(Identity... before) {
            this.before = List.of(before);
        }

        @Override
        public List<Identity> load() {
            return before;
        }

        @Override
        public void opened(Identity session) {
            noted.add("opened " + session.id());
        }

        @Override
        public void ended(Identity session) {
            noted.add("ended " + session.id());
        }
    }
}

package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.token.Owner;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class SessionRegistryTest {
    private static final Owner NOBODY = new Owner.Anonymous();
    private static final Owner ANNA = new Owner.TokenHolder("anna");
    private static final Optional<EndpointName> DEMO = Optional.of(new EndpointName("demo"));

    private final AtomicLong nanos = new AtomicLong();
    private final Endpoints endpoints = new Endpoints();
    private final SessionRegistry sessions =
            new SessionRegistry(
                    endpoints,
                    new SessionLimits(2, Duration.ofMinutes(2)),
                    new SecureRandom(),
                    nanos::get);

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
    void anotherAgentCannotTakeTheNameMeanwhile() {
        open(NOBODY);

        assertThat(sessions.open(NOBODY, DEMO, true))
                .isEqualTo(new Opening.NameTaken(DEMO.get(), true));
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
    void whoWasReplacedCannotComeBack() {
        Session former = open(ANNA).session();
        open(ANNA);

        assertThat(sessions.resume(former.id(), former.secret().value())).isEmpty();
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

        assertThat(sessions.resume(session.id(), session.secret().value()))
                .contains(new Opening.Opened(session, DEMO.get()));
        assertThat(sessions.resume(session.id(), session.secret().value() + "x")).isEmpty();
        assertThat(sessions.resume("unknown", session.secret().value())).isEmpty();
    }

    @Test
    void aSessionThatExpiredCannotBeResumed() {
        Session session = open(NOBODY).session();
        pass(Duration.ofMinutes(3));

        assertThat(sessions.resume(session.id(), session.secret().value())).isEmpty();
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

    private Opening.Opened open(Owner owner) {
        return (Opening.Opened) sessions.open(owner, DEMO, true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        sessions.sweep();
    }
}

package io.portsicle.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionsTest {

    @Test
    void theRulesSeeEveryModule() {
        assertThat(Production.CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "io.portsicle.tunnel",
                        "io.portsicle.agent",
                        "io.portsicle.relay",
                        "io.portsicle.cli");
    }

    @ParameterizedTest
    @CsvSource({
        "tunnel, agent",
        "tunnel, relay",
        "tunnel, cli",
        "agent, relay",
        "agent, cli",
        "relay, agent",
        "relay, cli",
    })
    void modulesDependOneWay(String module, String forbidden) {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle." + forbidden + "..")
                .check(Production.CLASSES);
    }

    @Test
    void onlyTheCommandsOfTheProgramKnowTheRelay() {
        noClasses()
                .that()
                .resideInAnyPackage("io.portsicle.cli.console..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.relay..")
                .check(Production.CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "message, hpack",
        "message, http1",
        "message, http2",
        "hpack, http1",
        "hpack, http2",
        "http1, http2",
        "http2, http1",
    })
    void theRoomsOfTheTunnelDependOneWay(String room, String forbidden) {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.tunnel." + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.tunnel." + forbidden)
                .check(Production.CLASSES);
    }

    @Test
    void theRoomsOfTheTunnelDoNotKnowTheLink() {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.tunnel.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.tunnel")
                .check(Production.CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "address, exchange",
        "address, reach",
        "address, http1",
        "address, http2",
        "exchange, reach",
        "exchange, http1",
        "exchange, http2",
        "reach, http1",
        "reach, http2",
        "http1, http2",
        "http2, http1",
    })
    void theRoomsOfTheLocalServerDependOneWay(String room, String forbidden) {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.agent.local." + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.agent.local." + forbidden)
                .check(Production.CLASSES);
    }

    @Test
    void theRoomsOfTheLocalServerDoNotKnowItsDoor() {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.agent.local.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.agent.local")
                .check(Production.CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "visitor, http1",
        "visitor, http2",
        "visitor, ingress",
        "http1, http2",
        "http2, http1",
        "http1, ingress",
        "http2, ingress",
    })
    void theRoomsOfVisitorsDependOneWay(String room, String forbidden) {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.relay." + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.portsicle.relay." + forbidden)
                .check(Production.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "path", "registration", "session", "token"})
    void whatVisitorsAskForDoesNotKnowThem(String room) {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.relay." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.portsicle.relay.connection",
                        "io.portsicle.relay.visitor",
                        "io.portsicle.relay.http1",
                        "io.portsicle.relay.http2",
                        "io.portsicle.relay.ingress")
                .check(Production.CLASSES);
    }

    @Test
    void connectionsAreLookedAfterWhateverIsAskedOnThem() {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.relay.connection")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.portsicle.relay..")
                                .and(not(resideInAPackage("io.portsicle.relay.connection"))))
                .check(Production.CLASSES);
    }

    @Test
    void tlsKnowsNothingOfWhatComesThroughIt() {
        noClasses()
                .that()
                .resideInAPackage("io.portsicle.relay.tls")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.portsicle..")
                                .and(not(resideInAPackage("io.portsicle.relay.tls"))))
                .check(Production.CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.portsicle.(**)").should().beFreeOfCycles().check(Production.CLASSES);
    }

    @Test
    void headsDoNotDependOnNettysContainers() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.netty\\.handler\\.codec\\.http\\.(Default)?(Full)?Http(Headers|Message|Request|Response)")
                .check(Production.CLASSES);
    }

    @Test
    void librariesBringNoLogBackend() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.portsicle.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(Production.CLASSES);
    }
}

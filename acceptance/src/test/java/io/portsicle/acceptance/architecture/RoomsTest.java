package io.portsicle.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;

import io.netty.channel.ChannelHandler;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.stream.Stream;

class RoomsTest {

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        assertThat(packages())
                .allSatisfy(
                        room ->
                                assertThat(room.isAnnotatedWith(NullMarked.class))
                                        .as(room.getName())
                                        .isTrue());
    }

    @Test
    void handlersAreNotPublic() {
        classes()
                .that()
                .areAssignableTo(ChannelHandler.class)
                .should()
                .notBePublic()
                .check(Production.CLASSES);
    }

    @Test
    void namesSayTheJob() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data)")
                .orShould()
                .haveNameMatching(".*\\.(Abstract|Base)[A-Z][^.]*")
                .orShould()
                .resideInAnyPackage(
                        "..common..",
                        "..util..",
                        "..utils..",
                        "..misc..",
                        "..helper..",
                        "..helpers..")
                .check(Production.CLASSES);
    }

    @Test
    void onlyTheConsoleWritesToTheStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.portsicle.cli.console..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(Production.CLASSES);
    }

    @Test
    void logsGoThroughSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(Production.CLASSES);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(Production.CLASSES);
    }

    private static Stream<JavaPackage> packages() {
        return Production.CLASSES.stream().map(JavaClass::getPackage).distinct();
    }
}

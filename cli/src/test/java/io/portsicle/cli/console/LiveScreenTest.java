package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class LiveScreenTest {

    private static final String ERASE = "\r\u001b[J";
    private static final String ESCAPE = "\u001b";

    private final Screen terminal = new Screen();
    private final FakeWindow window = new FakeWindow(80);
    private final AtomicLong nanoClock = new AtomicLong();

    @AutoClose
    private final LiveScreen screen =
            new LiveScreen(
                    terminal.streams(Kind.TERMINAL), () -> Optional.of(window), nanoClock::get);

    @Test
    void untilItIsOpenLinesGoWhereTheyWent() {
        screen.show(_ -> "status");
        screen.lines().out().println("result");
        screen.lines().err().println("note");

        assertThat(terminal.out()).isEqualTo("result\n");
        assertThat(terminal.err()).isEqualTo("note\n");
    }

    @Test
    void theStatusStandsBelowAnEmptyRowWhereTheCursorRests() {
        open("status");

        assertThat(terminal.out())
                .isEqualTo(drawn("status"))
                .startsWith("\r\n")
                .endsWith("\u001b[A");
    }

    @Test
    void aLineIsWrittenInPlaceOfTheStatusWhichComesBackBelowInTheSameWrite() {
        open("status");
        terminal.out();

        screen.lines().out().println("line");

        assertThat(terminal.out()).isEqualTo(ERASE + "line\n" + drawn("status"));
    }

    @Test
    void whatBelongsToStandardErrorStaysThere() {
        open("status");
        terminal.out();

        screen.lines().err().println("note");

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).isEqualTo(ERASE + "note\n" + drawn("status"));
    }

    @Test
    void othersLinesComeThroughHereAsWell() {
        PrintStream before = System.err;
        open("status");

        System.err.println("log");
        assertThat(terminal.err()).isEqualTo(ERASE + "log\n" + drawn("status"));

        screen.close();
        assertThat(System.err).isSameAs(before);
    }

    @Test
    void theLogComesThroughHereAsWell() {
        Logger log = LoggerFactory.getLogger(LiveScreenTest.class);
        open("status");

        log.warn("look here");

        assertThat(terminal.err())
                .startsWith(ERASE)
                .contains("look here")
                .endsWith("\n" + drawn("status"));
    }

    @Test
    void halfALineWaitsForItsEnd() {
        open("status");
        terminal.out();

        screen.lines().out().print("half");
        screen.lines().out().flush();
        assertThat(terminal.out()).isEmpty();

        screen.lines().out().println(" and half");
        assertThat(terminal.out()).startsWith(ERASE + "half and half\n");
    }

    @Test
    void aStatusThatHasNotChangedIsNotRedrawn() {
        open("status");
        terminal.out();
        nanoClock.addAndGet(TimeUnit.SECONDS.toNanos(10));

        assertThat(screen.refresh()).isZero();
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void manyChangesAreOneRedraw() {
        open("first");
        terminal.out();

        screen.show(_ -> "second");
        nanoClock.addAndGet(TimeUnit.MILLISECONDS.toNanos(30));
        assertThat(screen.refresh()).isEqualTo(LiveScreen.REDRAW_MILLIS - 30);
        assertThat(terminal.out()).isEmpty();

        screen.show(_ -> "third");
        nanoClock.addAndGet(TimeUnit.MILLISECONDS.toNanos(70));
        assertThat(screen.refresh()).isZero();
        assertThat(terminal.out()).isEqualTo(ERASE + drawn("third"));
    }

    @Test
    void theStatusIsMadeForTheWidthOfTheMoment() {
        screen.open();
        screen.show(columns -> "for " + columns);
        screen.refresh();
        assertThat(terminal.out()).contains("for 79");

        window.resize(40, 24);
        screen.lines().out().println("line");
        assertThat(terminal.out()).contains("for 39");
    }

    @Test
    void aWindowThatIsTooSmallHasNoStatus() {
        open("status");
        terminal.out();

        window.resize(19, 24);
        screen.lines().out().println("narrow");
        assertThat(terminal.out()).isEqualTo(ERASE + "narrow\n");

        window.resize(80, 3);
        screen.lines().out().println("low");
        assertThat(terminal.out()).isEqualTo("low\n");
    }

    @Test
    void inTheBackgroundTheCursorIsNotMoved() {
        open("status");
        terminal.out();

        window.background(true);
        screen.lines().out().println("line");
        screen.refresh();
        assertThat(terminal.out()).isEqualTo("line\n");

        window.background(false);
        screen.refresh();
        assertThat(terminal.out()).isEqualTo(drawn("status"));
    }

    @Test
    void theEndLeavesNothingOfTheStatus() {
        open("status");
        terminal.out();

        screen.close();
        screen.lines().err().println("Ended.");

        assertThat(terminal.out()).isEqualTo(ERASE);
        assertThat(terminal.err()).isEqualTo("Ended.\n");
    }

    @Test
    void whereNoTerminalIsFoundNothingIsEscaped() {
        PrintStream before = System.err;
        LiveScreen plain =
                new LiveScreen(terminal.streams(Kind.TERMINAL), Optional::empty, nanoClock::get);
        plain.open();
        plain.show(_ -> "status");
        plain.refresh();
        plain.lines().out().println("line");
        plain.close();

        assertThat(System.err).isSameAs(before);
        assertThat(terminal.out()).isEqualTo("line\n").doesNotContain(ESCAPE);
        assertThat(plain.size()).isEmpty();
    }

    private void open(String status) {
        screen.open();
        screen.show(_ -> status);
        screen.refresh();
    }

    private static String drawn(String status) {
        return "\r\n\u001b[?7l" + status + "\u001b[?7h\r\u001b[A";
    }
}

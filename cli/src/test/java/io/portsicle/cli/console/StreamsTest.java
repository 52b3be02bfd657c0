package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;

import java.util.Map;

class StreamsTest {

    @Test
    void aTerminalHasColours() {
        assertThat(Streams.kind(true, Map.of("TERM", "xterm-256color"))).isEqualTo(Kind.TERMINAL);
    }

    @Test
    void withNoColorOrOnADumbTerminalThereAreNone() {
        assertThat(Streams.kind(true, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo(Kind.MONOCHROME_TERMINAL);
        assertThat(Streams.kind(true, Map.of("TERM", "dumb"))).isEqualTo(Kind.MONOCHROME_TERMINAL);
        assertThat(Streams.kind(true, Map.of())).isEqualTo(Kind.MONOCHROME_TERMINAL);
    }

    @Test
    void anEmptyNoColorSaysNothing() {
        assertThat(Streams.kind(true, Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isEqualTo(Kind.TERMINAL);
    }

    @Test
    void aPipeIsAPipeWhateverTheTerminal() {
        assertThat(Streams.kind(false, Map.of("TERM", "xterm"))).isEqualTo(Kind.PIPE);
    }
}

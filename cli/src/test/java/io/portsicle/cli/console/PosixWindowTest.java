package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PosixWindowTest {

    /// The build reads what its tests print, so their output is a pipe.
    @Test
    void aPipeIsNoTerminal() {
        assertThat(PosixWindow.find()).isEmpty();
    }
}

package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

class LineStreamTest {

    private final List<String> lines = new ArrayList<>();
    private final PrintStream stream = LineStream.printing(lines::add);

    @Test
    void whatIsWrittenAtOnceIsHandedOnAtOnce() {
        stream.print("one\ntwo\nthr");
        stream.write('e');
        stream.write('e');
        stream.write('\n');

        assertThat(lines).containsExactly("one\ntwo\n", "three\n");
    }

    @Test
    void charactersAreNotTornApart() {
        stream.print("日");
        stream.print("本\n");

        assertThat(lines).containsExactly("日本\n");
    }

    @Test
    void aLineWithoutAnEndIsBrokenIntoSeveral() {
        stream.print("x".repeat(LineStream.LONGEST_LINE));

        assertThat(String.join("", lines)).contains("xxx").endsWith("x\n");
        assertThat(lines).allSatisfy(line -> assertThat(line).endsWith("\n"));
    }
}

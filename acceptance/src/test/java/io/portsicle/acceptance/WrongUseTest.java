package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/// Wrong words on the command line: exit code 2, and one line that names the thing and what would
/// be right.
class WrongUseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http                                             | TARGET",
                "http 70000                                       | 70000",
                "http 0                                           | 0",
                "http -p nonsense:port                            | nonsense:port",
                "http ftp://localhost/                            | ftp",
                "http 3000 --nmae demo                            | --nmae",
                "http 3000 --name Bad_Name!                       | Bad_Name!",
                "http 3000 --name -dash                           | -dash",
                "http 3000 --relay gopher://relay                 | gopher",
                "http 3000 --host-header a/b                      | a/b",
                "http 3000 --token-file /no/such/file             | /no/such/file",
                "relay --listen nonsense                          | nonsense",
                "relay --listen http://127.0.0.1:99999            | 99999",
                "relay --listen http://127.0.0.1:0 --public-url x | --public-url",
                "nonsense                                         | nonsense",
            })
    void eachIsExplained(String arguments, String named) {
        try (ChildProcess program = Portsicle.run(Arrays.asList(arguments.split(" ")))) {
            assertThat(program.awaitExit()).as(program.toString()).isEqualTo(2);
            assertThat(program.out()).as("standard output").isEmpty();
            assertThat(String.join("\n", program.err()))
                    .contains(named)
                    .doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aWrongNameSaysWhichNamesAreRight() {
        try (ChildProcess program = Portsicle.run(List.of("http", "3000", "--name", "Bad_Name!"))) {
            program.awaitExit();

            assertThat(program.err())
                    .anyMatch(line -> line.contains("--name") && line.contains("Bad_Name!"));
        }
    }

    @Test
    void helpIsPrintedToStandardOutput() {
        for (List<String> arguments :
                List.of(List.of("--help"), List.of("http", "--help"), List.of("relay", "--help"))) {
            try (ChildProcess program = Portsicle.run(arguments)) {
                assertThat(program.awaitExit()).isZero();
                assertThat(program.out()).anyMatch(line -> line.contains("portsicle"));
            }
        }
    }

    @Test
    void theVersionIsPrinted() {
        try (ChildProcess program = Portsicle.run(List.of("--version"))) {
            assertThat(program.awaitExit()).isZero();
            assertThat(program.out()).singleElement().asString().matches("(?i)portsicle \\S+");
        }
    }
}

package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

class HelpTest {

    private final CommandLineFixture line = new CommandLineFixture();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "http --help", "relay --help", "http -h"})
    void helpGoesToStandardOutputIn80ColumnsAndIsNoFailure(String arguments) {
        assertThat(line.execute(arguments.split(" "))).isZero();
        assertThat(line.out().lines()).allMatch(text -> text.length() <= 80);
        assertThat(line.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "http --help", "relay --help"})
    void helpTellsOfExamplesVariablesAndExitCodes(String arguments) {
        line.execute(arguments.split(" "));

        assertThat(line.out()).contains("Examples:", "PORTSICLE_", "Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "relay"})
    void helpNamesEveryOptionAndSaysWhatItDoes(String command) {
        line.execute(command, "--help");

        for (OptionSpec option : subcommand(command).getCommandSpec().options()) {
            assertThat(line.out()).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "relay"})
    void thePageOfTheCommandLineNamesEveryOption(String command) throws IOException {
        String page = Files.readString(Path.of("../docs/cli.md"));

        for (OptionSpec option : subcommand(command).getCommandSpec().options()) {
            if (!option.usageHelp()) {
                assertThat(page).contains("`" + option.longestName());
            }
        }
    }

    @Test
    void versionIsOneLine() {
        assertThat(line.execute("--version")).isZero();
        assertThat(line.out()).matches(Pattern.compile("portsicle \\S+\n"));
    }

    private CommandLine subcommand(String name) {
        return line.commandLine().getSubcommands().get(name);
    }
}

package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("--name", "--token", "--token-file", "-p");

    @Test
    void swappedMissingAddedAndChangedLettersAreForgiven() {
        assertThat(Suggestion.of("--nmae", KNOWN)).contains("--name");
        assertThat(Suggestion.of("--nam", KNOWN)).contains("--name");
        assertThat(Suggestion.of("--tokens", KNOWN)).contains("--token");
        assertThat(Suggestion.of("--token_file", KNOWN)).contains("--token-file");
    }

    @Test
    void theNearestWordWins() {
        assertThat(Suggestion.of("--toke", KNOWN)).contains("--token");
    }

    @Test
    void somethingElseIsNotGuessedAt() {
        assertThat(Suggestion.of("--colour", KNOWN)).isEmpty();
        assertThat(Suggestion.of("-x", KNOWN)).isEmpty();
    }
}

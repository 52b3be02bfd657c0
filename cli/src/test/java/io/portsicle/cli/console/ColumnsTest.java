package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3", "héé, 3", "日本語, 6", "カナ, 4", "ｶﾅ, 2", "한국, 4", "Ｆｕｌｌ, 8", "「」。, 6", "🦦, 2",
        "→●○…, 4",
    })
    void wideCharactersTakeTwoColumns(String text, int columns) {
        assertThat(Columns.of(text)).isEqualTo(columns);
    }

    @Test
    void marksTakeNone() {
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("a\u200bb")).isEqualTo(2);
    }

    @Test
    void aJoinedEmojiIsTakenForItsWidestForm() {
        assertThat(Columns.of("👩\u200d💻")).isEqualTo(4);
        assertThat(Columns.of("❤\ufe0f")).isEqualTo(2);
    }

    @Test
    void whatFitsStaysWhole() {
        assertThat(Columns.cutMiddle("/exactly", 8)).isEqualTo("/exactly");
    }

    @Test
    void bothEndsOfALongTextAreKept() {
        assertThat(Columns.cutMiddle("/first/middle/last", 11)).isEqualTo("/firs…/last");
    }

    @Test
    void aWideCharacterIsNotCutInHalf() {
        String cut = Columns.cutMiddle("日本語日本語", 6);

        assertThat(cut).isEqualTo("日…語");
        assertThat(Columns.of(cut)).isLessThanOrEqualTo(6);
    }

    @Test
    void aMarkStaysWithItsLetter() {
        assertThat(Columns.cutMiddle("ae\u0301bcdefe\u0301", 5)).isEqualTo("ae\u0301…fe\u0301");
    }

    @Test
    void hardlyAnyRoomHoldsHardlyAnything() {
        assertThat(Columns.cutMiddle("/first", 2)).isEqualTo("/…");
        assertThat(Columns.cutMiddle("/first", 1)).isEqualTo("…");
        assertThat(Columns.cutMiddle("/first", 0)).isEmpty();
    }
}

package io.portsicle.acceptance.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PageTest {
    @TempDir Path folder;

    private Page page;

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("page.md");
        Files.writeString(
                file,
                """
                # Prose

                | subject | version | what | found |
                |---|---|---|---|
                | curl | 7 | ranges | 206 |

                More prose.
                """);
        page = new Page(file);
    }

    @Test
    void rowsAreSortedWhicheverComesFirst() {
        page.put(new Row("Node", "20", "a", "b"));
        page.put(new Row("curl", "7", "uploads", "200"));
        page.put(new Row("Autobahn", "1", "a", "b"));

        assertThat(page.rows())
                .extracting(Row::subject)
                .containsExactly("Autobahn", "curl", "curl", "Node");
    }

    @Test
    void aRowTakesThePlaceOfTheOneWithItsKey() {
        page.put(new Row("curl", "8", "ranges", "416"));

        assertThat(page.rows()).containsExactly(new Row("curl", "8", "ranges", "416"));
    }

    @Test
    void theProseStays() throws IOException {
        page.clear();
        page.put(new Row("Go", "1", "a", "b"));

        assertThat(page.file())
                .hasContent(
                        """
                        # Prose

                        | subject | version | what | found |
                        |---|---|---|---|
                        | Go | 1 | a | b |

                        More prose.
                        """);
    }

    @Test
    void aColumnThatWouldBreakTheTableIsRefused() {
        assertThatThrownBy(() -> new Row("a|b", "1", "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a|b'");
    }
}

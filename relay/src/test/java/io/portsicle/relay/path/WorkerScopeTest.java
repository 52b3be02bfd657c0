package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerScopeTest {
    private final UrlMap urls = new UrlMap("/demo", "relay.example");

    @ParameterizedTest
    @CsvSource({
        "/, /demo/",
        "/app/, /demo/app/",
        "/demo/, /demo/",
        "/demo/app/, /demo/app/",
        "/demo, /demo/",
        "/demo?x, /demo/",
        "/demo2/, /demo/demo2/",
    })
    void theScopeEndsAtThePrefix(String value, String mapped) {
        assertThat(WorkerScope.map(value, urls)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "./",
                "../",
                "http://relay.example/",
                "//relay.example/",
                "/\\relay.example/",
                "/demo/../",
                "/demo/%2E%2e/",
                "/demo/.%2e/",
                "/demo\\..\\",
                "/demo/.\t./",
            })
    void whatCouldLeadOutOfItIsTakenAway(String value) {
        assertThat(WorkerScope.map(value, urls)).isNull();
    }
}

package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.visitor.H2spec;
import io.portsicle.acceptance.visitor.H2specReport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.Map;

/// The public side of a relay, judged by h2spec. It asks for the path URL: programs written in Go
/// find no `*.localhost` without DNS.
@Tag("conformance")
class H2specTest {
    private static final String PRIORITIES =
            "wanted by RFC 7540; RFC 9113 has done away with priorities (5.3.2), and they are"
                    + " ignored";

    /// Cases that are not passed, with the reason why not.
    private static final Map<String, String> NOT_PASSED =
            Map.of(
                    "http2/5.3.1: Sends HEADERS frame that depend on itself",
                    PRIORITIES,
                    "http2/5.3.1: Sends PRIORITY frame that depend on itself",
                    PRIORITIES);

    private static final Map<String, String> NOT_PASSED_WHEN_PLAIN =
            Map.of(
                    "http2/3.5: Sends invalid connection preface",
                    "plain, the port speaks HTTP/1.1 as well: what does not begin as HTTP/2 is a"
                            + " bad request there, and gets 400");

    @ParameterizedTest
    @EnumSource
    void visitorsAreServedAsHttp2IsSpecified(Door door) {
        try (Nginx local = Nginx.start("location / { return 200 'hello'; }");
                Tunnel tunnel = door.to(local.port(), TestAuthority.create())) {
            H2specReport report = H2spec.built().run(tunnel.agent().pathUrl());

            assertThat(report.failures())
                    .extracting(H2specReport.Case::name)
                    .as("%s", report.failures())
                    .containsExactlyInAnyOrderElementsOf(notPassed(door).keySet());
            state(report, door);
        }
    }

    private static Map<String, String> notPassed(Door door) {
        var all = new HashMap<>(NOT_PASSED);
        if (door == Door.PLAIN) {
            all.putAll(NOT_PASSED_WHEN_PLAIN);
        }
        return all;
    }

    private static void state(H2specReport report, Door door) {
        Conformance.row(
                "h2spec",
                H2spec.VERSION,
                "all of generic, http2 and hpack, with --strict; " + door,
                "%d of %d cases pass"
                        .formatted(
                                report.cases().size() - report.failures().size(),
                                report.cases().size()));
        notPassed(door)
                .forEach(
                        (name, reason) ->
                                Conformance.row(
                                        "h2spec", H2spec.VERSION, "not passed: " + name, reason));
    }
}

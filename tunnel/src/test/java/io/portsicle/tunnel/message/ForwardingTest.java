package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

class ForwardingTest {
    private final Fields head =
            new Fields()
                    .add(KnownField.METHOD, "GET")
                    .add(KnownField.AUTHORITY, "a")
                    .add(KnownField.PATH, "/");

    @Test
    void fieldsOfTheConnectionGo() {
        head.add("Connection", "keep-alive")
                .add("Keep-Alive", "timeout=5")
                .add("Proxy-Connection", "x")
                .add("Transfer-Encoding", "chunked")
                .add("Upgrade", "h2c")
                .add("HTTP2-Settings", "x")
                .add("Trailer", "x")
                .add("Proxy-Authorization", "x")
                .add("Accept", "stays")
                .add("X-A", "stays");

        Forwarding.stripHopByHop(head);

        assertThat(rest()).containsExactly("accept: stays", "x-a: stays");
    }

    @Test
    void fieldsThatConnectionNamesGo() {
        head.add("X-One", "1")
                .add("Accept-Language", "de")
                .add("Connection", " X-ONE ,close,, accept-language")
                .add("x-two", "2")
                .add("x-one", "again")
                .add("x-three", "3")
                .add("connection", "x-two");

        Forwarding.stripHopByHop(head);

        assertThat(rest()).containsExactly("x-three: 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "Forwarded",
                "X-Real-IP",
                "Authorization",
                "Cookie",
                "Content-Length",
                "Content-Type",
                "Via",
                "Origin",
                "Cache-Control"
            })
    void connectionCanNotNameWhatAReceiverTrusts(String name) {
        head.add(name, "stays").add("Connection", "close, " + name);

        Forwarding.stripHopByHop(head);

        assertThat(rest()).containsExactly(name.toLowerCase(Locale.ROOT) + ": stays");
    }

    @Test
    void connectionCanNotNameWhatIsAddedAfterwards() {
        head.add("X-Forwarded-For", "6.6.6.6")
                .add("Connection", "X-Forwarded-For, :authority, host");

        Forwarding.stripHopByHop(head);
        Forwarding.stripUntrusted(head);
        head.add("X-Forwarded-For", "192.0.2.1");

        assertThat(rest()).containsExactly("x-forwarded-for: 192.0.2.1");
        assertThat(head.value(KnownField.AUTHORITY)).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "trailers|te: trailers",
                "Trailers|te: trailers",
                "gzip, trailers|te: trailers",
                "trailers ;q=1, x|te: trailers",
                "gzip|-",
                "xtrailers|-",
                "trailersx|-",
                "trailers-x|-"
            })
    void onlyTrailersRemainOfTe(String value, String expected) {
        head.add("TE", value).add("Connection", "TE");

        Forwarding.stripHopByHop(head);

        assertThat(rest()).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "X-Real-IP",
                "X_Forwarded_For",
                "X-Forwarded_Host",
                "x_real_ip",
                "Content_Length",
                "Transfer_Encoding",
                "X-Forwarded-User",
                "Portsicle-Foo",
                "Portsicle_Session",
                "Portsicle-Error"
            })
    void whatAVisitorHasNoSayInGoes(String name) {
        head.add("Via", "stays")
                .add(name, "6.6.6.6")
                .add("x-forward", "stays")
                .add(name, "7.7.7.7");

        Forwarding.stripUntrusted(head);

        assertThat(rest()).containsExactly("via: stays", "x-forward: stays");
    }

    @Test
    void trailersKeepWhatOnlyInforms() {
        Fields trailers =
                new Fields()
                        .add("grpc-status", "0")
                        .add("etag", "x")
                        .add("Server-Timing", "y")
                        .add("content-length", "1")
                        .add("set-cookie", "a")
                        .add("authorization", "a")
                        .add("host", "a")
                        .add("te", "trailers")
                        .add("x-forwarded-for", "a")
                        .add("content-type", "a");

        Forwarding.stripTrailers(trailers);

        assertThat(lines(trailers))
                .containsExactly("grpc-status: 0", "etag: x", "server-timing: y");
    }

    private List<String> rest() {
        return lines(head).stream().filter(line -> !line.startsWith(":")).toList();
    }

    private static List<String> lines(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            lines.add(fields.name(i) + ": " + fields.value(i));
        }
        return lines;
    }
}

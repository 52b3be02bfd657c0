package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.IntStream;

class RequestCookiesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1; portsicle-path=demo; b=2 | a=1; b=2",
                "portsicle-path=demo; a=1 | a=1",
                "a=1;portsicle-path=demo | a=1",
                "portsicle-path=x; portsicle-path=y; a=1 | a=1",
                "a=1; portsicle-path | a=1",
                "a=1; b=portsicle-path=x | a=1; b=portsicle-path=x",
                "a=1;b=2 | a=1;b=2",
                "__Secure-Host-sid=1; a=2 | __Host-sid=1; a=2",
                "a=__Secure-Host-b | a=__Secure-Host-b",
            })
    void theLocalServerGetsItsOwnOnly(String sent, String forwarded) {
        assertThat(forwarded(sent)).isEqualTo(forwarded);
    }

    @Test
    void nothingIsLeftOfAFieldThatHeldNothingElse() {
        assertThat(forwarded("portsicle-path=demo")).isEmpty();
        assertThat(forwarded("a=1", "portsicle-path=demo", "b=2")).isEqualTo("a=1|b=2");
    }

    private static String forwarded(String... values) {
        Fields head = new Fields().add(KnownField.METHOD, "GET");
        for (String value : values) {
            head.add(KnownField.COOKIE, value);
        }
        RequestCookies.forward(head);
        return String.join(
                "|",
                IntStream.range(0, head.count())
                        .filter(i -> head.known(i) == KnownField.COOKIE)
                        .mapToObj(head::value)
                        .toList());
    }
}

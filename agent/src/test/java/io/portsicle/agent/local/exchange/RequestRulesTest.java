package io.portsicle.agent.local.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/", "evil.example:80", "*", "@evil.example", ""})
    void aTargetThatIsNoPathIsRefused(String target) {
        OwnAnswer refusal = RequestRules.refusal(head("GET", target), RequestMethod.GET, true);
        assertThat(refusal).isNotNull().extracting(OwnAnswer::status).isEqualTo(400);
    }

    @Test
    void aPathIsNotRefusedWhateverItLooksLike() {
        assertThat(RequestRules.refusal(head("GET", "//evil.example/@x"), RequestMethod.GET, true))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "0x1", "1 ", "1,1", "1234567890123456789"})
    void aLengthThatIsNoNumberIsRefused(String length) {
        Fields head = head("POST", "/").add(KnownField.CONTENT_LENGTH, length);
        assertThat(RequestRules.refusal(head, RequestMethod.POST, false)).isNotNull();
    }

    @Test
    void twoLengthsAreRefusedEvenIfEqual() {
        Fields head = head("POST", "/");
        head.add(KnownField.CONTENT_LENGTH, "1").add(KnownField.CONTENT_LENGTH, "1");
        assertThat(RequestRules.refusal(head, RequestMethod.POST, false)).isNotNull();
    }

    @Test
    void aLengthWithoutABodyIsRefused() {
        Fields head = head("POST", "/").add(KnownField.CONTENT_LENGTH, "1");
        assertThat(RequestRules.refusal(head, RequestMethod.POST, true)).isNotNull();
        assertThat(RequestRules.refusal(head, RequestMethod.POST, false)).isNull();
    }

    @Test
    void connectIsNotThereYet() {
        OwnAnswer refusal =
                RequestRules.refusal(head("CONNECT", "/"), RequestMethod.CONNECT, false);
        assertThat(refusal).isNotNull().extracting(OwnAnswer::status).isEqualTo(501);
    }

    @Test
    void theFramingFollowsTheBody() {
        Fields plain = head("GET", "/");
        Fields sized = head("PUT", "/").add(KnownField.CONTENT_LENGTH, "7");
        assertThat(RequestRules.framing(plain, RequestMethod.GET, true))
                .isEqualTo(BodyFraming.NONE);
        assertThat(RequestRules.framing(plain, RequestMethod.DELETE, true))
                .isEqualTo(BodyFraming.NONE);
        assertThat(RequestRules.framing(plain, RequestMethod.GET, false))
                .isEqualTo(BodyFraming.CHUNKED);
        assertThat(RequestRules.framing(plain, RequestMethod.PATCH, true))
                .isEqualTo(new BodyFraming.Length(0));
        assertThat(RequestRules.framing(sized, RequestMethod.PUT, false))
                .isEqualTo(new BodyFraming.Length(7));
    }

    private static Fields head(String method, String path) {
        Fields head = new Fields().add(KnownField.METHOD, method).add(KnownField.SCHEME, "http");
        return head.add(KnownField.AUTHORITY, "demo.localhost").add(KnownField.PATH, path);
    }
}

package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFramingTest {
    @Test
    void keepsALengthThatIsKnown() {
        assertThat(of(head("200", "5"), false)).isEqualTo(new BodyFraming.Length(5));
    }

    @Test
    void chunksWhatHasNoLength() {
        assertThat(of(head("200"), false)).isEqualTo(BodyFraming.CHUNKED);
        assertThat(ResponseFraming.of(head("200"), false, false, true))
                .isEqualTo(BodyFraming.UNTIL_CLOSE);
    }

    @Test
    void saysThatNothingFollowsAHeadThatIsTheEnd() {
        assertThat(of(head("200"), true)).isEqualTo(new BodyFraming.Length(0));
        assertThat(of(head("200", "0"), true)).isEqualTo(new BodyFraming.Length(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"204", "304"})
    void someStatusesNeverHaveABody(String status) {
        assertThat(of(head(status), true)).isEqualTo(BodyFraming.NONE);
        assertThat(of(head(status, "5"), true)).isEqualTo(BodyFraming.NONE);
    }

    @Test
    void theAnswerToHeadHasNone() {
        assertThat(ResponseFraming.of(head("200", "5"), true, true, false))
                .isEqualTo(BodyFraming.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "+1", "1,1", "99999999999999999999"})
    void refusesALengthThatIsNone(String length) {
        assertThat(of(head("200", length), false)).isNull();
        assertThat(of(head("304", length), true)).isNull();
    }

    @Test
    void refusesTwoLengthsAndALengthWithoutABody() {
        assertThat(of(head("200", "5").add(KnownField.CONTENT_LENGTH, "5"), false)).isNull();
        assertThat(of(head("200", "5"), true)).isNull();
    }

    private static BodyFraming of(Fields head, boolean end) {
        return ResponseFraming.of(head, end, false, false);
    }

    private static Fields head(String status, String... length) {
        Fields head = new Fields().add(KnownField.STATUS, status);
        for (String each : length) {
            head.add(KnownField.CONTENT_LENGTH, each);
        }
        return head;
    }
}

package io.portsicle.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

class RequestWriterTest {
    private final LocalSettings settings =
            new LocalSettings(
                    new LocalPlace.Port("localhost", 3000),
                    Optional.empty(),
                    LocalProtocol.AUTO,
                    "localhost:3000",
                    "/base",
                    "localhost:3000",
                    Optional.of("localhost:3000"),
                    true,
                    Duration.ofSeconds(60),
                    false);
    private final RequestWriter writer =
            new RequestWriter(
                    settings, new AddressMapping(settings), UnpooledByteBufAllocator.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/", "evil.example:80", "*", "@evil.example", ""})
    void aTargetThatIsNoPathIsRefused(String target) {
        OwnAnswer refusal = writer.refusal(head("GET", target), RequestMethod.GET, true);
        assertThat(refusal).isNotNull().extracting(OwnAnswer::status).isEqualTo(400);
    }

    @Test
    void aPathIsNotRefusedWhateverItLooksLike() {
        assertThat(writer.refusal(head("GET", "//evil.example/@x"), RequestMethod.GET, true))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "0x1", "1 ", "1,1", "1234567890123456789"})
    void aLengthThatIsNoNumberIsRefused(String length) {
        Fields head = head("POST", "/").add(KnownField.CONTENT_LENGTH, length);
        assertThat(writer.refusal(head, RequestMethod.POST, false)).isNotNull();
    }

    @Test
    void twoLengthsAreRefusedEvenIfEqual() {
        Fields head = head("POST", "/");
        head.add(KnownField.CONTENT_LENGTH, "1").add(KnownField.CONTENT_LENGTH, "1");
        assertThat(writer.refusal(head, RequestMethod.POST, false)).isNotNull();
    }

    @Test
    void aLengthWithoutABodyIsRefused() {
        Fields head = head("POST", "/").add(KnownField.CONTENT_LENGTH, "1");
        assertThat(writer.refusal(head, RequestMethod.POST, true)).isNotNull();
        assertThat(writer.refusal(head, RequestMethod.POST, false)).isNull();
    }

    @Test
    void connectIsNotThereYet() {
        OwnAnswer refusal = writer.refusal(head("CONNECT", "/"), RequestMethod.CONNECT, false);
        assertThat(refusal).isNotNull().extracting(OwnAnswer::status).isEqualTo(501);
    }

    @Test
    void theFramingFollowsTheBody() {
        Fields plain = head("GET", "/");
        Fields sized = head("PUT", "/").add(KnownField.CONTENT_LENGTH, "7");
        assertThat(writer.framing(plain, RequestMethod.GET, true)).isEqualTo(BodyFraming.NONE);
        assertThat(writer.framing(plain, RequestMethod.DELETE, true)).isEqualTo(BodyFraming.NONE);
        assertThat(writer.framing(plain, RequestMethod.GET, false)).isEqualTo(BodyFraming.CHUNKED);
        assertThat(writer.framing(plain, RequestMethod.PATCH, true))
                .isEqualTo(new BodyFraming.Length(0));
        assertThat(writer.framing(sized, RequestMethod.PUT, false))
                .isEqualTo(new BodyFraming.Length(7));
    }

    @Test
    void hopByHopFieldsStayBehind() {
        Fields head = head("GET", "/").add("connection", "x-mine").add("x-mine", "1");
        head.add("keep-alive", "1").add("x-yours", "2").add("proxy-authorization", "Basic eA==");
        assertThat(written(head))
                .isEqualTo("GET /base/ HTTP/1.1\r\nHost: localhost:3000\r\nX-Yours: 2\r\n\r\n");
    }

    @Test
    void theWholeServerHasNoBasePath() {
        assertThat(written(head("OPTIONS", "*"))).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    private String written(Fields head) {
        ByteBuf out = writer.write(head, BodyFraming.NONE, PublicAddress.of(head, null));
        try {
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }

    private static Fields head(String method, String path) {
        Fields head = new Fields().add(KnownField.METHOD, method).add(KnownField.SCHEME, "http");
        return head.add(KnownField.AUTHORITY, "demo.localhost").add(KnownField.PATH, path);
    }
}

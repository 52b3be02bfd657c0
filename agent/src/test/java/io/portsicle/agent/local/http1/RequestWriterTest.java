package io.portsicle.agent.local.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class RequestWriterTest {
    private final OwnAddress own =
            new OwnAddress("http", "localhost:3000", "/base", Optional.of("localhost:3000"), true);
    private final RequestWriter writer =
            new RequestWriter(own, new AddressMapping(own), UnpooledByteBufAllocator.DEFAULT);

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

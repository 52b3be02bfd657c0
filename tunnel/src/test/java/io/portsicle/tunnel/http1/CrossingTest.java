package io.portsicle.tunnel.http1;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.hpack.HpackReader;
import io.portsicle.tunnel.hpack.HpackWriter;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

/// A head from HTTP/1.1 through HPACK to HTTP/1.1 again: what a visitor says is what the local
/// server hears.
class CrossingTest {
    private final Http1RequestParser requests = new Http1RequestParser(Http1Limits.DEFAULT);
    private final Http1ResponseParser responses = new Http1ResponseParser(Http1Limits.DEFAULT);

    @Test
    void aRequestArrivesAsItWasSent() {
        assertThat(
                        requests.parse(
                                bytes(
                                        "POST /a%2Fb?q=1&q=2 HTTP/1.1\r\n"
                                                + "Host: demo.localhost:8080\r\n"
                                                + "accept: */*\r\n"
                                                + "X-Many: 1\r\n"
                                                + "cookie: a=1\r\n"
                                                + "X-Many: 2\r\n"
                                                + "Cookie: b=2\r\n"
                                                + "Connection: keep-alive, x-gone\r\n"
                                                + "X-Gone: 1\r\n"
                                                + "Content-Length: 3\r\n\r\n")))
                .isEqualTo(HeadOutcome.COMPLETE);
        Fields head = requests.fields().add(KnownField.SCHEME, "http");
        Forwarding.stripHopByHop(head);

        ByteBuf out = Unpooled.buffer();
        Http1Writer.request(crossed(head), "/base", "localhost:3000", requests.framing(), out);

        assertThat(out.toString(ISO_8859_1))
                .isEqualTo(
                        "POST /base/a%2Fb?q=1&q=2 HTTP/1.1\r\n"
                                + "Host: localhost:3000\r\n"
                                + "Accept: */*\r\n"
                                + "X-Many: 1\r\n"
                                + "Cookie: a=1; b=2\r\n"
                                + "X-Many: 2\r\n"
                                + "Content-Length: 3\r\n\r\n");
    }

    @Test
    void aResponseArrivesAsItWasSent() {
        assertThat(
                        responses.parse(
                                bytes(
                                        "HTTP/1.1 404 Nope\n"
                                                + "Server: x\n"
                                                + "set-cookie: a\r\n"
                                                + "Set-Cookie: b\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n")))
                .isEqualTo(HeadOutcome.COMPLETE);
        Fields head = responses.fields();
        Forwarding.stripHopByHop(head);

        ByteBuf out = Unpooled.buffer();
        Http1Writer.response(crossed(head), responses.framing(false), false, false, out);

        assertThat(out.toString(ISO_8859_1))
                .isEqualTo(
                        "HTTP/1.1 404 Not Found\r\n"
                                + "Server: x\r\n"
                                + "Set-Cookie: a\r\n"
                                + "Set-Cookie: b\r\n"
                                + "Transfer-Encoding: chunked\r\n"
                                + "Connection: close\r\n\r\n");
    }

    private static Fields crossed(Fields head) {
        ByteBuf block = Unpooled.buffer();
        new HpackWriter().write(head, block);
        Fields arrived = new Fields();
        assertThat(new HpackReader(65536).read(block, arrived)).isEqualTo(HpackReader.Outcome.OK);
        return arrived;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }
}

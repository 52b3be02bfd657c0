package io.portsicle.relay.visitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.relay.registration.Registration;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.message.ErrorPage;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;

/// A response that the relay makes itself: its fields and its body. Immutable once it is made.
public record LocalAnswer(Fields head, byte[] body) {
    private static final String CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'";
    private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] READY = "ready\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DRAINING = "draining\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOME =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Portsicle relay</title></head>
            <body>
            <h1>Portsicle relay</h1>
            <p>This relay is running. Tunnels have addresses of their own; this page is none of them.</p>
            </body>
            </html>
            """
                    .getBytes(StandardCharsets.UTF_8);

    /// The relay is well.
    static LocalAnswer health() {
        return new LocalAnswer(head(200, "text/plain; charset=utf-8"), OK);
    }

    /// The relay takes more requests.
    static LocalAnswer ready() {
        return new LocalAnswer(head(200, "text/plain; charset=utf-8"), READY);
    }

    /// The relay is about to end.
    static LocalAnswer draining() {
        return new LocalAnswer(head(503, "text/plain; charset=utf-8"), DRAINING);
    }

    /// The relay's own page.
    static LocalAnswer home() {
        return new LocalAnswer(head(200, "text/html; charset=utf-8"), HOME);
    }

    /// The same thing is elsewhere, for every method (RFC 9110, 15.4.9).
    static LocalAnswer elsewhere(String location) {
        Fields head = new Fields();
        head.add(KnownField.STATUS, "308")
                .add(KnownField.DATE, HttpDate.now())
                .add(KnownField.LOCATION, location);
        return new LocalAnswer(head, new byte[0]);
    }

    /// The same thing is below a prefix, for every method, and for this visitor only (RFC 9110,
    /// 15.4.8).
    static LocalAnswer belowPrefix(String location) {
        Fields head = new Fields();
        head.add(KnownField.STATUS, "307")
                .add(KnownField.DATE, HttpDate.now())
                .add(KnownField.CACHE_CONTROL, "no-store")
                .add(KnownField.LOCATION, location);
        return new LocalAnswer(head, new byte[0]);
    }

    /// An error, as a page for people or as a document for programs.
    public static LocalAnswer error(ErrorPage page, boolean html) {
        Fields head = head(page.status(), page.contentType(html));
        head.add(KnownField.PORTSICLE_ERROR, page.code());
        return new LocalAnswer(head, page.body(html));
    }

    /// An agent was refused.
    static LocalAnswer refused(Registration.Refused refused, boolean html) {
        ErrorPage page =
                ErrorPage.of(refused.status(), refused.code(), refused.title(), refused.detail());
        LocalAnswer answer = error(page, html);
        refused.extra().forEach(answer.head()::add);
        return answer;
    }

    /// Writes the response; the answer to HEAD has no body but tells its length.
    public void writeTo(ByteBuf out, boolean keepAlive, boolean http10, boolean answersHead) {
        Http1Writer.response(head, new BodyFraming.Length(body.length), keepAlive, http10, out);
        if (!answersHead) {
            out.writeBytes(body);
        }
    }

    /// Sends the response on a stream of HTTP/2, where fields of the connection have no place.
    public void writeTo(Http2Stream stream, boolean answersHead) {
        Fields whole = head.copy();
        Forwarding.stripHopByHop(whole);
        whole.add(KnownField.CONTENT_LENGTH, Integer.toString(body.length));
        boolean isEmpty = answersHead || body.length == 0;
        stream.sendHead(whole, isEmpty);
        if (!isEmpty) {
            stream.sendData(Unpooled.wrappedBuffer(body), true);
        }
    }

    private static Fields head(int status, String contentType) {
        return new Fields()
                .add(KnownField.STATUS, Integer.toString(status))
                .add(KnownField.DATE, HttpDate.now())
                .add(KnownField.CONTENT_TYPE, contentType)
                .add(KnownField.CACHE_CONTROL, "no-store")
                .add(KnownField.CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    }
}

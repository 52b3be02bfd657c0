package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http1.HeadOutcome;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1RequestParser;
import io.portsicle.tunnel.http1.Http1ResponseParser;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;

/// The heads that the benchmarks work on: the smallest that a load generator sends, and those of a
/// browser and of the web application that it talks to.
public enum Heads {
    TINY(
            """
            GET /hello HTTP/1.1
            Host: bench.localhost

            """,
            """
            HTTP/1.1 200 OK
            Server: nginx/1.22.1
            Date: Mon, 23 Nov 2026 13:00:00 GMT
            Content-Type: text/plain
            Content-Length: 12
            Connection: keep-alive

            """),
    BROWSER(
            """
            GET /shop/items/4711?sort=price&page=2 HTTP/1.1
            Host: quiet-otter-7f3k9x.tunnels.example.com
            Connection: keep-alive
            Cache-Control: max-age=0
            sec-ch-ua: "Chromium";v="142", "Not_A Brand";v="99"
            sec-ch-ua-mobile: ?0
            sec-ch-ua-platform: "Linux"
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8
            Sec-Fetch-Site: same-origin
            Sec-Fetch-Mode: navigate
            Sec-Fetch-User: ?1
            Sec-Fetch-Dest: document
            Referer: https://quiet-otter-7f3k9x.tunnels.example.com/shop/
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9,de;q=0.8
            Cookie: session=3q2_7wAAAABvYz1hbm9uOmJlbmNoOjE3NjM5MDI4MDA; theme=dark; csrftoken=nD4kQpYh0vZkWg2RrT1s

            """,
            """
            HTTP/1.1 200 OK
            Server: nginx/1.22.1
            Date: Mon, 23 Nov 2026 13:00:00 GMT
            Content-Type: text/html; charset=utf-8
            Content-Length: 14338
            Connection: keep-alive
            Cache-Control: private, no-cache
            Content-Security-Policy: default-src 'self'; img-src 'self' data:; frame-ancestors 'none'
            X-Content-Type-Options: nosniff
            Referrer-Policy: same-origin
            X-Frame-Options: DENY
            Strict-Transport-Security: max-age=31536000
            ETag: "5f3a-64b1"
            Set-Cookie: session=3q2_7wAAAABvYz1hbm9uOmJlbmNoOjE3NjM5MDI4MDA; Path=/; HttpOnly; SameSite=Lax

            """);

    private final byte[] request;
    private final byte[] response;

    Heads(String request, String response) {
        this.request = wire(request);
        this.response = wire(response);
    }

    /// The request as a visitor sends it, in a buffer of its own.
    ByteBuf request() {
        return Unpooled.directBuffer().writeBytes(request);
    }

    /// The response as a local server sends it, in a buffer of its own.
    ByteBuf response() {
        return Unpooled.directBuffer().writeBytes(response);
    }

    /// The request as it crosses the tunnel.
    Fields requestFields() {
        Http1RequestParser parser = new Http1RequestParser(Http1Limits.DEFAULT);
        ByteBuf in = request();
        require(parser.parse(in));
        in.release();
        Fields parsed = parser.fields();
        Forwarding.stripHopByHop(parsed);
        Fields fields = new Fields().add(KnownField.SCHEME, "http");
        for (int i = 0; i < parsed.count(); i++) {
            fields.add(parsed, i);
        }
        return fields;
    }

    /// The response as it crosses the tunnel.
    Fields responseFields() {
        Http1ResponseParser parser = new Http1ResponseParser(Http1Limits.DEFAULT);
        ByteBuf in = response();
        require(parser.parse(in));
        in.release();
        Fields fields = parser.fields().copy();
        Forwarding.stripHopByHop(fields);
        return fields;
    }

    private static void require(HeadOutcome outcome) {
        if (outcome != HeadOutcome.COMPLETE) {
            throw new IllegalStateException("a benchmark's head is " + outcome);
        }
    }

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}

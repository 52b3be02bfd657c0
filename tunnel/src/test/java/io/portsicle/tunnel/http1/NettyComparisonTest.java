package io.portsicle.tunnel.http1;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Random requests, most of them slightly broken: what we accept, Netty's decoder accepts too, with
/// the same parts, the same body and the same end. (It accepts more than we do.)
///
/// `-Dportsicle.fuzz.runs=100000000 -Dportsicle.fuzz.seed=7` looks longer.
class NettyComparisonTest {
    private static final int RUNS = Integer.getInteger("portsicle.fuzz.runs", 60_000);
    private static final long SEED = Long.getLong("portsicle.fuzz.seed", 42);
    private static final int LEAST_ACCEPTED_PERCENT = 10;

    private final Http1RequestParser parser = new Http1RequestParser(Http1Limits.DEFAULT);
    private final Http1BodyReader reader = new Http1BodyReader();

    /// One request as a decoder saw it; `rest` is how many bytes it left.
    private record Seen(
            String method,
            String target,
            List<String> fields,
            String framing,
            boolean keepAlive,
            String body,
            List<String> trailers,
            int rest) {}

    @Test
    void nettyReadsWhatWeAcceptAsWeDo() {
        Random random = new Random(SEED);
        RandomRequests requests = new RandomRequests(random);
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            String request = requests.next();
            Seen ours = ours(request);
            if (ours != null) {
                accepted++;
                assertThat(nettys(request, ours))
                        .as("run %d of seed %d: %s", run, SEED, request)
                        .isEqualTo(ours);
            }
        }
        assertThat(accepted * 100L / RUNS)
                .as("percent accepted")
                .isGreaterThanOrEqualTo(LEAST_ACCEPTED_PERCENT);
    }

    private Seen ours(String request) {
        parser.reset();
        ByteBuf in = Unpooled.copiedBuffer(request, ISO_8859_1);
        if (parser.parse(in) != HeadOutcome.COMPLETE) {
            return null;
        }
        reader.start(parser.framing());
        StringBuilder body = new StringBuilder();
        for (ByteBuf piece = reader.read(in); piece != null; piece = reader.read(in)) {
            body.append(piece.toString(ISO_8859_1));
            piece.release();
        }
        if (!reader.isComplete()) {
            return null;
        }
        List<String> fields = Messages.lines(parser.fields());
        fields.removeIf(line -> line.startsWith(":"));
        return new Seen(
                parser.fields().value(KnownField.METHOD),
                target(request),
                fields,
                parser.framing().toString(),
                parser.isKeepAlive(),
                body.toString(),
                Messages.lines(reader.trailers()),
                in.readableBytes());
    }

    private static String target(String request) {
        return request.stripLeading().split(" ", 3)[1];
    }

    private static Seen nettys(String request, Seen ours) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new HttpRequestDecoder(70_000, 70_000, 70_000));
        // What follows the request we know the end of: Netty must end at the same byte.
        int end = request.length() - ours.rest();
        channel.writeInbound(Unpooled.copiedBuffer(request.substring(0, end), ISO_8859_1));
        HttpRequest head = channel.readInbound();
        assertThat(head).isNotNull();
        assertThat(head.decoderResult().isSuccess()).as("Netty: %s", head.decoderResult()).isTrue();
        StringBuilder body = new StringBuilder();
        List<String> trailers = new ArrayList<>();
        boolean last = false;
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            assertThat(last).as("something follows the last part").isFalse();
            assertThat(part.decoderResult().isSuccess())
                    .as("Netty: %s", part.decoderResult())
                    .isTrue();
            body.append(((HttpContent) part).content().toString(ISO_8859_1));
            if (part instanceof LastHttpContent end2) {
                last = true;
                trailers.addAll(lines(end2.trailingHeaders()));
            }
            ReferenceCountUtil.release(part);
        }
        assertThat(last).as("Netty saw the end").isTrue();
        assertThat(channel.finish()).isFalse();
        return new Seen(
                head.method().name(),
                head.uri(),
                lines(head.headers()),
                framing(head),
                HttpUtil.isKeepAlive(head),
                body.toString(),
                trailers,
                ours.rest());
    }

    private static String framing(HttpRequest head) {
        if (HttpUtil.isTransferEncodingChunked(head)) {
            return BodyFraming.CHUNKED.toString();
        }
        return HttpUtil.isContentLengthSet(head)
                ? new BodyFraming.Length(HttpUtil.getContentLength(head)).toString()
                : BodyFraming.NONE.toString();
    }

    private static List<String> lines(Iterable<Map.Entry<String, String>> headers) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> field : headers) {
            if (!HttpHeaderNames.HOST.contentEqualsIgnoreCase(field.getKey())) {
                lines.add(field.getKey().toLowerCase(Locale.ROOT) + ": " + field.getValue());
            }
        }
        return lines;
    }
}

package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// One message as Netty's decoder sees it. The decoder is called as its pipeline would call it, but
/// without a channel, which would cost more than all the rest.
final class NettyMessage {
    private static final int LARGE = 1 << 20;

    /// The part of a decoder that is called.
    interface Decoder {
        void next(ByteBuf in, List<Object> out) throws Exception;

        /// Whether the message has no body whatever its fields say.
        boolean isBodiless(HttpMessage head);
    }

    /// What ended a message.
    enum End {
        COMPLETE,
        REFUSED,
        WAITING
    }

    private final HeadTranscript head = new HeadTranscript();
    private final Transcript body = new Transcript();
    private final Fields trailers = new Fields();
    private final List<Object> out = new ArrayList<>();
    private @Nullable HttpMessage message;
    private End end = End.WAITING;
    private @Nullable Throwable refusal;

    /// A decoder of requests, as strict as Netty's can be.
    static Decoder requests() {
        return new Requests();
    }

    /// A decoder of responses that is patient where [Http1ResponseParser] is: LF alone ends a line,
    /// equal lengths count once.
    static Decoder patientResponses(boolean answersHead) {
        return new Responses(answersHead, false);
    }

    /// A decoder of responses, as strict as Netty's can be.
    static Decoder strictResponses(boolean answersHead) {
        return new Responses(answersHead, true);
    }

    /// Reads one message; what follows it is left in `in`.
    void read(Decoder decoder, ByteBuf in) throws Exception {
        head.clear();
        body.clear();
        trailers.clear();
        refusal = null;
        message = null;
        end = End.WAITING;
        int before;
        boolean found;
        do {
            before = in.readerIndex();
            decoder.next(in, out);
            found = !out.isEmpty();
            for (Object part : out) {
                take(decoder, part);
            }
            out.clear();
        } while (end == End.WAITING && (found || in.readerIndex() > before));
    }

    End end() {
        return end;
    }

    /// The head; null where it was refused or is not whole.
    @Nullable HttpMessage message() {
        return message;
    }

    Transcript head() {
        return head.transcript();
    }

    Transcript body() {
        return body;
    }

    /// The trailers as they came.
    Fields allTrailers() {
        return trailers;
    }

    /// The trailers that may be handed on, as [TrailerParser] leaves them.
    Fields trailers() {
        Forwarding.stripTrailers(trailers);
        return trailers;
    }

    /// Why it was refused, or null.
    @Nullable Throwable refusal() {
        return refusal;
    }

    private void take(Decoder decoder, Object part) {
        if (part instanceof HttpMessage whole) {
            takeHead(decoder, whole);
        }
        if (part instanceof HttpContent content) {
            takeContent(content);
        }
    }

    private void takeHead(Decoder decoder, HttpMessage whole) {
        if (whole.decoderResult().isFailure()) {
            refusal = whole.decoderResult().cause();
            end = End.REFUSED;
            return;
        }
        message = whole;
        head.start(whole);
        HttpHeaders headers = whole.headers();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            head.field(field.getKey(), field.getValue());
        }
        head.framing(framing(whole, decoder.isBodiless(whole)));
        if (whole instanceof HttpResponse response) {
            head.keepAlive(response.status().code(), HttpUtil.isKeepAlive(whole));
        } else {
            head.keepAlive(HttpUtil.isKeepAlive(whole));
        }
    }

    private void takeContent(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            refusal = content.decoderResult().cause();
            end = End.REFUSED;
            return;
        }
        body.bytes(content.content());
        if (content instanceof LastHttpContent last) {
            end = End.COMPLETE;
            for (Map.Entry<String, String> field : last.trailingHeaders()) {
                trailers.add(field.getKey(), field.getValue());
            }
        }
        content.release();
    }

    private static BodyFraming framing(HttpMessage head, boolean bodiless) {
        if (bodiless) {
            return BodyFraming.NONE;
        }
        if (HttpUtil.isTransferEncodingChunked(head)) {
            return BodyFraming.CHUNKED;
        }
        if (head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return new BodyFraming.Length(HttpUtil.getContentLength(head));
        }
        return head instanceof HttpRequest ? BodyFraming.NONE : BodyFraming.UNTIL_CLOSE;
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(LARGE)
                .setMaxHeaderSize(LARGE)
                .setMaxChunkSize(LARGE);
    }

    private static final class Requests extends HttpRequestDecoder implements Decoder {
        Requests() {
            super(config());
        }

        @Override
        public void next(ByteBuf in, List<Object> out) throws Exception {
            decode(null, in, out);
        }

        @Override
        public boolean isBodiless(HttpMessage head) {
            return isContentAlwaysEmpty(head);
        }
    }

    private static final class Responses extends HttpResponseDecoder implements Decoder {
        private final boolean answersHead;

        Responses(boolean answersHead, boolean strict) {
            super(config().setStrictLineParsing(strict).setAllowDuplicateContentLengths(!strict));
            this.answersHead = answersHead;
        }

        @Override
        public void next(ByteBuf in, List<Object> out) throws Exception {
            decode(null, in, out);
        }

        @Override
        public boolean isBodiless(HttpMessage head) {
            return isContentAlwaysEmpty(head);
        }

        /// Netty knows a draft of WebSocket where eight bytes follow a 101; nobody speaks it now.
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage head) {
            return answersHead
                    || ((HttpResponse) head).status().code() < 200
                    || super.isContentAlwaysEmpty(head);
        }
    }
}

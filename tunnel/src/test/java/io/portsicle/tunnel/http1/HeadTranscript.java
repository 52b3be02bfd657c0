package io.portsicle.tunnel.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

/// A head in a form that is the same for both: without Host, which ours makes a part of, and
/// without the framing fields, which are written as what they mean.
final class HeadTranscript {
    private static final Transcript NOTHING = new Transcript();

    private final Transcript transcript = new Transcript();

    Transcript transcript() {
        return transcript;
    }

    /// The fields of a trailer section, or nothing.
    static Transcript ofTrailers(Fields trailers) {
        if (trailers.count() == 0) {
            return NOTHING;
        }
        HeadTranscript of = new HeadTranscript();
        of.fields(trailers);
        return of.transcript;
    }

    void clear() {
        transcript.clear();
    }

    void start(HttpMessage head) {
        if (head instanceof HttpRequest request) {
            startRequest(request.method().name(), request.uri());
        } else {
            transcript.number(((HttpResponse) head).status().code());
        }
    }

    void startRequest(String method, String target) {
        transcript.text(method).number(0).text(target);
    }

    void startResponse(int status) {
        transcript.number(status);
    }

    /// The target is given as it was sent: an absolute one is taken apart in `fields`.
    void startRequest(Fields fields, byte[] sent, int target, int targetEnd) {
        int method = fields.find(KnownField.METHOD);
        transcript
                .bytes(fields.bytes(), fields.valueStart(method), fields.valueEnd(method))
                .number(0)
                .bytes(sent, target, targetEnd);
    }

    void field(CharSequence name, CharSequence value) {
        if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
            return;
        }
        transcript.mark('F').lower(name).mark(':');
        int start = transcript.length();
        transcript.text(value).joinBlanks(start);
    }

    void fields(Fields fields) {
        byte[] a = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            KnownField name = fields.known(i);
            if (name == null) {
                transcript.mark('F').bytes(a, fields.nameStart(i), fields.nameEnd(i));
            } else if (isLeftOut(name)) {
                continue;
            } else {
                transcript.mark('F').bytes(name.bytes(), 0, name.bytes().length);
            }
            transcript.mark(':');
            int start = transcript.length();
            transcript.bytes(a, fields.valueStart(i), fields.valueEnd(i)).joinBlanks(start);
        }
    }

    void framing(BodyFraming framing) {
        transcript.mark('B');
        switch (framing) {
            case BodyFraming.None none -> transcript.text("none");
            case BodyFraming.Chunked chunked -> transcript.text("chunked");
            case BodyFraming.UntilClose untilClose -> transcript.text("until close");
            case BodyFraming.Length length -> transcript.number(length.bytes());
        }
    }

    /// Whether the connection lives on; for a response of `status` that may have a body only: where
    /// a body stands that may not be there, ours ends the connection.
    void keepAlive(int status, boolean keepAlive) {
        if (status >= 200 && status != 204) {
            keepAlive(keepAlive);
        }
    }

    void keepAlive(boolean keepAlive) {
        transcript.mark(keepAlive ? 'K' : 'C');
    }

    private static boolean isLeftOut(KnownField name) {
        return name.isPseudo()
                || name == KnownField.HOST
                || name == KnownField.CONTENT_LENGTH
                || name == KnownField.TRANSFER_ENCODING;
    }
}

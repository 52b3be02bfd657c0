package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1BodyReader;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1ResponseParser;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Reads the responses of one connection, one after the other. Event loop only.
final class ResponseReader {
    private enum State {
        HEAD,
        BODY,
        COMPLETE,
        SWITCHED,
        INVALID
    }

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Http1ResponseParser head = new Http1ResponseParser(Http1Limits.DEFAULT);
    private final Http1BodyReader body = new Http1BodyReader();
    private State state = State.COMPLETE;
    private boolean answersHead;
    private boolean begun;
    private String problem = "";

    /// A request was sent; its response comes next.
    void expect(boolean answerToHead) {
        head.reset();
        state = State.HEAD;
        answersHead = answerToHead;
        begun = false;
    }

    /// Hands on what `in` holds of the response; what stays in `in` needs more bytes or lies behind
    /// the response.
    void read(ByteBuf in, ResponseListener to) {
        while (state == State.HEAD && in.isReadable()) {
            begun = true;
            if (!readHead(in, to)) {
                return;
            }
        }
        if (state == State.BODY) {
            readBody(in, to);
        }
    }

    /// The connection was closed in good order; true where that is the end of the response.
    boolean endedByClose() {
        return state == State.BODY && body.endsAtClose();
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /// Whether the response is a 101: what follows it is not HTTP.
    boolean isSwitched() {
        return state == State.SWITCHED;
    }

    /// The head that was read last; valid until the next one is expected.
    Fields head() {
        return head.fields();
    }

    boolean isInvalid() {
        return state == State.INVALID;
    }

    /// After [#isInvalid()]: what the server did, as the rest of a sentence.
    String problem() {
        return problem;
    }

    /// Whether a byte of the response was seen.
    boolean hasBegun() {
        return begun;
    }

    /// Whether the connection can carry another request.
    boolean isKeepAlive() {
        return head.isKeepAlive();
    }

    private boolean readHead(ByteBuf in, ResponseListener to) {
        return switch (head.parse(in)) {
            case INCOMPLETE -> false;
            case INVALID -> {
                fail("sent a response that is not HTTP: " + head.problem().reason());
                yield false;
            }
            case COMPLETE -> {
                headComplete(to);
                yield true;
            }
        };
    }

    private void headComplete(ResponseListener to) {
        if (head.isInterim()) {
            to.onInterimHead(head.fields());
            head.reset();
            return;
        }
        if (head.status() == SWITCHING_PROTOCOLS) {
            state = State.SWITCHED;
            return;
        }
        BodyFraming framing = head.framing(answersHead);
        boolean empty =
                framing instanceof BodyFraming.None
                        || framing instanceof BodyFraming.Length length && length.bytes() == 0;
        body.start(framing);
        state = empty ? State.COMPLETE : State.BODY;
        to.onResponseHead(head.fields(), head.status(), empty);
    }

    /// Looks one piece ahead, so that the last piece can be sent as the last.
    private void readBody(ByteBuf in, ResponseListener to) {
        ByteBuf piece = body.read(in);
        while (piece != null) {
            ByteBuf next = body.read(in);
            if (next == null) {
                break;
            }
            to.onResponseData(piece, false);
            piece = next;
        }
        if (body.isComplete()) {
            state = State.COMPLETE;
            end(piece, to);
            return;
        }
        if (piece != null) {
            to.onResponseData(piece, false);
        }
        if (body.isInvalid()) {
            fail("sent a body that is not properly chunked");
        }
    }

    private void end(@Nullable ByteBuf last, ResponseListener to) {
        Fields trailers = body.trailers();
        if (trailers.count() == 0) {
            to.onResponseData(last == null ? Unpooled.EMPTY_BUFFER : last, true);
            return;
        }
        if (last != null) {
            to.onResponseData(last, false);
        }
        to.onResponseTrailers(trailers);
    }

    private void fail(String why) {
        state = State.INVALID;
        problem = why;
    }
}

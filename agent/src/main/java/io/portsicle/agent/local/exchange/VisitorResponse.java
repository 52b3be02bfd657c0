package io.portsicle.agent.local.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// What a visitor gets: the local server's response as it comes, or an answer in its place. Knows
/// how far it is, how long it may take to begin, and what is to be told of it. Event loop only.
public final class VisitorResponse {
    private enum Progress {
        AWAITED,
        RUNNING,
        COMPLETE,
        CLOSED
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_REDIRECTION = 300;

    private final ExchangeTerms terms;
    private final Http2Stream stream;
    private final boolean answersHead;
    private final PublicAddress visited;
    private final @Nullable String accept;
    private final @Nullable RequestRecord record;
    private ResponseDeadlines.@Nullable Deadline deadline;
    private Progress progress = Progress.AWAITED;

    /// For the request with that head, which is not kept, to that address.
    public VisitorResponse(
            ExchangeTerms terms,
            Http2Stream stream,
            RequestMethod method,
            Fields head,
            PublicAddress visited) {
        this.terms = terms;
        this.stream = stream;
        this.answersHead = method == RequestMethod.HEAD;
        this.visited = visited;
        this.accept = head.value(KnownField.ACCEPT);
        this.record = terms.record(head);
    }

    /// The local server has the whole request and owes the head of its response: from now on the
    /// clock runs.
    public void due(Runnable onSilence) {
        if (deadline == null && progress == Progress.AWAITED) {
            deadline = terms.deadlines().start(onSilence);
        }
    }

    /// The local server owes nothing just now.
    public void liftDeadline() {
        if (deadline != null) {
            deadline.lift();
            deadline = null;
        }
    }

    /// Hands on a 1xx; another head follows.
    public void interim(Fields head) {
        liftDeadline();
        stripOwnFields(head);
        stream.sendHead(head, false);
    }

    /// Hands on the head of the response; `head` is changed on the way and not kept.
    public void begin(Fields head, int status, boolean end) {
        stripOwnFields(head);
        start(head, status, end);
    }

    /// The local server switches protocols, which HTTP/2 says with a 200 (RFC 8441, 5).
    public void beginUpgraded(Fields head) {
        stripOwnFields(head);
        head.set(KnownField.STATUS, "200");
        head.removeAll(KnownField.CONTENT_LENGTH);
        head.removeAll(KnownField.SEC_WEBSOCKET_ACCEPT);
        start(head, SWITCHING_PROTOCOLS, false);
    }

    /// The local server answers a request for an upgrade without one. The relay must not take a
    /// success for a 101.
    public void beginWithoutUpgrade(Fields head, int status, boolean end) {
        stripOwnFields(head);
        if (status < FIRST_REDIRECTION) {
            head.add(KnownField.PORTSICLE_UPGRADE, "ignored");
        }
        start(head, status, end);
    }

    /// Hands on a piece of the body. Takes ownership.
    public void data(ByteBuf data, boolean end) {
        count(data.readableBytes());
        if (end) {
            progress = Progress.COMPLETE;
        }
        stream.sendData(data, end);
    }

    /// Hands on the trailers, the end of the response.
    public void trailers(Fields trailers) {
        progress = Progress.COMPLETE;
        Forwarding.stripTrailers(trailers);
        stream.sendTrailers(trailers);
    }

    /// Answers in the local server's place.
    void answer(OwnAnswer answer) {
        liftDeadline();
        progress = Progress.COMPLETE;
        boolean html = OwnAnswer.prefersHtml(accept);
        byte[] content = answer.body(html);
        count(answer.status(), answersHead ? 0 : content.length);
        stream.sendHead(answer.head(html, content.length), answersHead);
        if (!answersHead) {
            stream.sendData(Unpooled.wrappedBuffer(content), true);
        }
    }

    /// Breaks it off: the visitor must not take a part for the whole.
    public void abort(ErrorCode error) {
        stream.reset(error);
    }

    /// The stream is over, after `received` bytes of the visitor.
    void close(long received) {
        liftDeadline();
        progress = Progress.CLOSED;
        if (record != null) {
            terms.completed(record, received);
        }
    }

    /// Whether the local server owes the head.
    public boolean isAwaited() {
        return progress == Progress.AWAITED;
    }

    /// Whether nothing more is to come.
    public boolean isComplete() {
        return progress == Progress.COMPLETE;
    }

    /// Whether the visitor's stream is over.
    boolean isClosed() {
        return progress == Progress.CLOSED;
    }

    /// Whether the visitor takes more; where not, the stream tells when it does.
    public boolean hasRoom() {
        return stream.hasRoom();
    }

    /// Bytes that go on at once if they come now; where none do, bytes that may wait.
    public int room() {
        return stream.room();
    }

    ExchangeTerms terms() {
        return terms;
    }

    private void start(Fields head, int status, boolean end) {
        liftDeadline();
        progress = end ? Progress.COMPLETE : Progress.RUNNING;
        count(status, 0);
        terms.mapping().toPublic(head, visited);
        stream.sendHead(head, end);
    }

    /// What belongs to the connection stays here, and what Portsicle says is ours to say.
    private static void stripOwnFields(Fields head) {
        Forwarding.stripHopByHop(head);
        Forwarding.stripUntrusted(head);
    }

    private void count(int status, int bytes) {
        if (record != null) {
            record.answered(status);
            record.sent(bytes);
        }
    }

    private void count(int bytes) {
        if (record != null) {
            record.sent(bytes);
        }
    }
}

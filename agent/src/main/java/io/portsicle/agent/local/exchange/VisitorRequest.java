package io.portsicle.agent.local.exchange;

import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.tunnel.http2.ErrorCode;

/// A visitor's request without its head: what follows it, and what the visitor gets. Its exchange
/// owns it, and ends it here. Event loop only.
public record VisitorRequest(
        RequestMethod method, PublicAddress visited, RequestBody body, VisitorResponse response) {

    /// Answers in the local server's place; of no effect once the visitor is gone.
    public void answer(OwnAnswer answer) {
        if (!response.isClosed()) {
            body.discard();
            response.answer(answer);
        }
    }

    /// The local server gives no proper response; `reason` continues a sentence about it.
    public void failed(String reason) {
        fail(response.terms().badResponse(reason));
    }

    /// The local server has the whole request, and does not answer.
    public void unanswered() {
        fail(response.terms().silent());
    }

    /// The visitor's stream is over, whatever happened before.
    public void close() {
        body.close();
        response.close(body.received());
    }

    /// Whether the visitor is gone.
    public boolean isClosed() {
        return response.isClosed();
    }

    /// A response that has begun can only be cut off: the visitor must not take a part for the
    /// whole.
    private void fail(OwnAnswer answer) {
        if (response.isAwaited()) {
            answer(answer);
        } else {
            response.abort(ErrorCode.INTERNAL_ERROR);
        }
    }
}

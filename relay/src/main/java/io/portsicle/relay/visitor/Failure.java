package io.portsicle.relay.visitor;

import io.portsicle.tunnel.http1.Http1Problem;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.ErrorPage;

/// Every way in which the relay itself fails a request, with the status and the words a visitor
/// gets for it. Immutable, any thread.
public enum Failure {
    NO_SUCH_ENDPOINT(
            404,
            "no-such-endpoint",
            "Nothing is open here",
            "No tunnel is open at this address. Is the agent running, and is the name right?"),
    AGENT_AWAY(
            503,
            "agent-away",
            "The agent is away",
            "The tunnel behind this address has lost its connection and is expected back. Try again"
                    + " in a moment."),
    LINK_LOST(
            502,
            "link-lost",
            "The tunnel broke",
            "The connection to the agent was lost while this request ran. It may or may not have"
                    + " been processed."),
    LOCAL_SERVER_ERROR(
            502,
            "local-server-error",
            "Bad answer",
            "The server behind the tunnel gave no valid answer."),
    OVERLOADED(
            503,
            "overloaded",
            "Too much at once",
            "The server behind the tunnel takes no more requests just now. Try again in a moment."),
    BAD_BODY(400, "bad-request", "Bad request", "The request was refused: its body is malformed."),
    BAD_KEY(
            400,
            "bad-request",
            "Bad request",
            "The request was refused: a WebSocket handshake without a proper Sec-WebSocket-Key"
                    + " (expected: 16 bytes in base 64)."),
    NO_CONNECT(
            501,
            "not-implemented",
            "Not implemented",
            "The request was refused: CONNECT is for proxies, and this is none."),
    NO_UPGRADE(
            501,
            "not-implemented",
            "Not implemented",
            "This protocol can't be spoken through the tunnel."),
    WRONG_METHOD(405, "bad-request", "Wrong method", "This address answers GET and HEAD only."),
    REQUEST_TIMEOUT(
            408, "request-timeout", "Request timeout", "The request did not arrive in time.");

    private final ErrorPage page;

    Failure(int status, String code, String title, String detail) {
        this.page = ErrorPage.of(status, code, title, detail);
    }

    /// What the visitor is told.
    public ErrorPage page() {
        return page;
    }

    /// Whether the same request may succeed soon.
    boolean isTemporary() {
        return page.status() == 503;
    }

    /// The failure that a stream without a proper response stands for.
    public static Failure of(StreamEnd end) {
        return switch (end) {
            case StreamEnd.LinkLost lost -> LINK_LOST;
            case StreamEnd.ResetByPeer reset when reset.error() == ErrorCode.REFUSED_STREAM ->
                    OVERLOADED;
            case StreamEnd.ResetHere reset when reset.error() == ErrorCode.REFUSED_STREAM ->
                    OVERLOADED;
            case StreamEnd.ResetByPeer reset -> LOCAL_SERVER_ERROR;
            case StreamEnd.ResetHere reset -> LOCAL_SERVER_ERROR;
            case StreamEnd.Completed completed -> LOCAL_SERVER_ERROR;
        };
    }

    /// What the visitor is told about a head that was refused.
    public static ErrorPage page(Http1Problem problem) {
        String detail = "The request was refused: " + problem.reason() + ".";
        return switch (problem.status()) {
            case 431 -> ErrorPage.of(431, "head-too-large", "Request head too large", detail);
            case 501 -> ErrorPage.of(501, "not-implemented", "Not implemented", detail);
            case 505 -> ErrorPage.of(505, "bad-request", "Version not supported", detail);
            default -> ErrorPage.of(400, "bad-request", "Bad request", detail);
        };
    }
}

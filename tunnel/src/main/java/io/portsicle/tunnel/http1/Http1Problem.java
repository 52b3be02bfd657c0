package io.portsicle.tunnel.http1;

/// Why a head was refused, with the status that a visitor gets for it. The reason is one line for a
/// person, and holds nothing of the message itself.
public enum Http1Problem {
    BAD_REQUEST_LINE(400, "the request line is malformed"),
    BAD_TARGET(400, "the request target is malformed"),
    UNSUPPORTED_VERSION(505, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
    CONNECT(501, "CONNECT is not supported: this is a gateway, not a proxy"),
    BAD_STATUS_LINE(502, "the status line is malformed"),
    BAD_FIELD_LINE(400, "a field line is malformed"),
    NO_HOST(400, "the Host field is missing"),
    SEVERAL_HOSTS(400, "there is more than one Host field"),
    BAD_HOST(400, "the host is malformed"),
    BAD_CONTENT_LENGTH(400, "Content-Length is malformed or repeated"),
    BAD_TRANSFER_ENCODING(
            400, "Transfer-Encoding is not exactly one 'chunked' of an HTTP/1.1 message"),
    TWO_FRAMINGS(400, "there is both a Content-Length and a Transfer-Encoding"),
    HEAD_TOO_LARGE(431, "the head is too large"),
    TOO_MANY_FIELDS(431, "the head has too many fields");

    private final int status;
    private final String reason;

    Http1Problem(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    /// The status to answer with.
    public int status() {
        return status;
    }

    /// What is wrong, as one line without a full stop.
    public String reason() {
        return reason;
    }
}

package io.portsicle.tunnel.http1;

/// How a body is delimited in HTTP/1.1 (RFC 9112, 6.3). Immutable, any thread.
public sealed interface BodyFraming {
    /// The only [None].
    BodyFraming NONE = new None();

    /// The only [Chunked].
    BodyFraming CHUNKED = new Chunked();

    /// The only [UntilClose].
    BodyFraming UNTIL_CLOSE = new UntilClose();

    /// There is no body.
    record None() implements BodyFraming {}

    /// The body has that many bytes.
    record Length(long bytes) implements BodyFraming {
        public Length {
            if (bytes < 0) {
                throw new IllegalArgumentException("length: %d (expected: >= 0)".formatted(bytes));
            }
        }
    }

    /// The body comes in chunks, perhaps with trailers.
    record Chunked() implements BodyFraming {}

    /// The body ends where the connection does; responses only.
    record UntilClose() implements BodyFraming {}
}

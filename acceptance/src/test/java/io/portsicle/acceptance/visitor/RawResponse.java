package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.wire.RawHead;

import java.nio.charset.StandardCharsets;

/// A response that was read to its end.
@SuppressWarnings(
        "ArrayRecordComponent") // Never compared: tests look at the text or at the bytes' digest.
public record RawResponse(RawHead head, byte[] body) {
    public int status() {
        return head.status();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The first value of a field, or an empty text.
    public String field(String name) {
        return head.value(name).orElse("");
    }
}

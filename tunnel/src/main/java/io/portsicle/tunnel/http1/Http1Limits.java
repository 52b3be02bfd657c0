package io.portsicle.tunnel.http1;

/// How large a head (or a trailer section) may be: `headBytes` counts its lines with their line
/// ends, `fields` its field lines. What is larger is answered with 431.
public record Http1Limits(int headBytes, int fields) {
    /// 64 KiB and 1,024 fields: room for 60 KiB of cookies.
    public static final Http1Limits DEFAULT = new Http1Limits(64 * 1024, 1024);

    public Http1Limits {
        if (headBytes < 64 || fields < 1) {
            throw new IllegalArgumentException(
                    "limits: %d bytes, %d fields (expected: at least 64 and 1)"
                            .formatted(headBytes, fields));
        }
    }
}

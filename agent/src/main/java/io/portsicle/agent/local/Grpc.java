package io.portsicle.agent.local;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;

/// Tells gRPC from other requests. No state.
final class Grpc {
    private static final byte[] TYPE = "application/grpc".getBytes(StandardCharsets.US_ASCII);

    private Grpc() {}

    /// Whether the request is one of gRPC, which needs HTTP/2: its content type is
    /// `application/grpc`, perhaps with `+proto` and the like. gRPC-Web is another type, made for
    /// HTTP/1.1.
    static boolean isMeant(Fields head) {
        int i = head.find(KnownField.CONTENT_TYPE);
        if (i < 0 || head.valueEnd(i) - head.valueStart(i) < TYPE.length) {
            return false;
        }
        byte[] a = head.bytes();
        int from = head.valueStart(i);
        for (int k = 0; k < TYPE.length; k++) {
            if ((a[from + k] | 0x20) != (TYPE[k] | 0x20)) {
                return false;
            }
        }
        int end = from + TYPE.length;
        return end == head.valueEnd(i) || "+; \t".indexOf(a[end]) >= 0;
    }
}

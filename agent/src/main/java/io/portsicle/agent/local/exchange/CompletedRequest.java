package io.portsicle.agent.local.exchange;

import java.time.Duration;

/// A request that is over. `path` is without query, `status` is 0 where no response was sent, the
/// bytes are those of the bodies: `bytesReceived` from the visitor, `bytesSent` to the visitor.
public record CompletedRequest(
        String method,
        String path,
        int status,
        long bytesReceived,
        long bytesSent,
        Duration took) {}

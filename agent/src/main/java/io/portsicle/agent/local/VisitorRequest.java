package io.portsicle.agent.local;

import io.portsicle.tunnel.http2.Http2Stream;

/// A visitor's request without its head: who asked, what follows, and what the visitor gets. Event
/// loop only.
record VisitorRequest(
        Http2Stream stream,
        RequestMethod method,
        PublicAddress visited,
        RequestBody body,
        VisitorResponse response) {}

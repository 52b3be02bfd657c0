/// The local server in HTTP/2: a request goes out on a stream of a pooled connection; the response
/// goes back as it comes.
///
/// Start at [io.portsicle.agent.local.http2.Http2Client], then `Http2Exchange` and `LocalHttp2`.
/// Everything lives on one event loop.
@NullMarked
package io.portsicle.agent.local.http2;

import org.jspecify.annotations.NullMarked;

/// The local server in HTTP/1.1: a request goes out on a pooled connection, or becomes an upgraded
/// one; the response goes back as it comes.
///
/// Start at [io.portsicle.agent.local.http1.Http1Client], then `LocalExchange`, `LocalConnection`
/// and `UpgradeExchange`. Everything lives on one event loop.
@NullMarked
package io.portsicle.agent.local.http1;

import org.jspecify.annotations.NullMarked;

/// The agent as a library: it gives a server on this machine a public URL through a relay.
///
/// ```java
/// AgentConfig config =
///         AgentConfig.builder(URI.create("https://relay.example.com"), LocalAddress.parse("3000"))
///                 .token(token)
///                 .build();
/// try (Agent agent = Agent.start(config)) {
///     URI url = agent.connected().toCompletableFuture().join().url();
///     …
/// }
/// ```
///
/// Start at [io.portsicle.agent.Agent]. The types here are immutable values for any thread; the
/// work happens on one event loop in [io.portsicle.agent.connect] (towards the relay) and
/// [io.portsicle.agent.local] (towards the local server), and events are delivered, in order, on a
/// thread of their own.
@NullMarked
package io.portsicle.agent;

import org.jspecify.annotations.NullMarked;

package io.portsicle.agent.dial;

import java.net.InetAddress;
import java.util.List;

/// How a look-up of a name went.
sealed interface LookedUp {
    /// What the resolver knows, in its order; not empty.
    record Found(List<InetAddress> addresses) implements LookedUp {}

    /// Why there is no address, in a few words.
    record Failed(String reason) implements LookedUp {}
}

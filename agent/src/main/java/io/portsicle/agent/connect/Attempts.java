package io.portsicle.agent.connect;

import java.util.Optional;
import java.util.function.Consumer;

/// Makes attempts to register with the relay. Event loop only.
interface Attempts {
    /// Begins one. The outcome comes later, on the event loop, once, unless it is abandoned before.
    Attempt begin(Optional<Registration> last, Consumer<UpgradeOutcome> outcome);

    /// An attempt that runs.
    interface Attempt {
        /// Gives it up; nothing more is heard of it.
        void abandon();
    }
}

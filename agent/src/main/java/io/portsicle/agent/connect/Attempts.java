package io.portsicle.agent.connect;

import java.util.Optional;
import java.util.function.Consumer;

/// Makes attempts to register with the relay. Event loop only.
interface Attempts {
    /// Begins one for the link with this number. The outcome comes later, on the event loop, once,
    /// unless it is abandoned before.
    Attempt begin(int number, Optional<Registration> last, Consumer<UpgradeOutcome> outcome);

    /// An attempt that runs.
    interface Attempt {
        /// Gives it up; nothing more is heard of it.
        void abandon();
    }
}

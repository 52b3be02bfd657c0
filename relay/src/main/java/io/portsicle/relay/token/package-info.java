/// Who may register: tokens, the file that keeps their hashes, and the decision about each agent
/// that knocks.
///
/// Start at [io.portsicle.relay.token.Doorkeeper]. Immutable after the start; any thread.
@NullMarked
package io.portsicle.relay.token;

import org.jspecify.annotations.NullMarked;

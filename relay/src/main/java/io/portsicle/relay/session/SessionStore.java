package io.portsicle.relay.session;

import java.util.List;

/// Remembers which sessions live, for a relay that comes after this one. Any thread; nothing here
/// blocks its caller, but for [#load()].
public interface SessionStore {
    /// Remembers nothing.
    SessionStore NONE =
            new SessionStore() {
                @Override
                public List<Identity> load() {
                    return List.of();
                }

                @Override
                public void opened(Identity session) {}

                @Override
                public void ended(Identity session) {}
            };

    /// The sessions that were alive when the relay before this one ended, or that live on one
    /// beside it. Blocks; called once, before anything else.
    List<Identity> load();

    /// A session that its agent may come back to began.
    void opened(Identity session);

    /// It is over.
    void ended(Identity session);
}

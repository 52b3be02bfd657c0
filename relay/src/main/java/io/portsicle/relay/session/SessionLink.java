package io.portsicle.relay.session;

import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/// One link of a session; tells the session what happens to it. On the link's event loop, but for
/// what only asks the link for something.
final class SessionLink implements LinkListener {
    private final SessionRegistry sessions;
    private final Session session;
    private final int number;
    private final String agent;
    private volatile @Nullable Link link;
    private boolean closed;

    /// `number` tells the links of a session apart, `agent` is what the agent calls itself.
    SessionLink(SessionRegistry sessions, Session session, int number, String agent) {
        this.sessions = sessions;
        this.session = session;
        this.number = number;
        this.agent = agent;
    }

    /// The link runs, unless it was closed while it started.
    void started(Link started) {
        link = started;
        if (closed) {
            return;
        }
        if (session.attach(this)) {
            sessions.connected(session, number, agent);
        } else {
            started.close("the session has ended");
        }
    }

    @Nullable Link link() {
        return link;
    }

    int number() {
        return number;
    }

    /// A newer link of the session has taken over.
    void replaced() {
        onLoop(Link::retire);
    }

    /// Asks the agent to open a link elsewhere; this one goes on until then.
    void askForReplacement() {
        onLoop(Link::askForReplacement);
    }

    /// Asks the agent to prove that it is still there.
    void probe(Duration patience) {
        onLoop(running -> running.probe(patience));
    }

    /// Finishes what runs and closes.
    void drain(String reason) {
        onLoop(running -> running.drain(reason));
    }

    void close(String reason) {
        onLoop(running -> running.close(reason));
    }

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        throw new IllegalStateException("an agent can't open streams");
    }

    @Override
    public void onReady() {
        // Requests are sent before the agent's SETTINGS as well, under the initial limits (RFC
        // 9113, 3.4).
    }

    @Override
    public void onGoingAway() {
        if (session.goingAway(this)) {
            sessions.leaving(session);
        }
    }

    @Override
    public void onClosed(LinkEnd end) {
        closed = true;
        sessions.lost(session, this, end.reason());
    }

    private void onLoop(Consumer<Link> action) {
        Link running = link;
        if (running != null) {
            running.loop().execute(() -> action.accept(running));
        }
    }
}

package io.portsicle.agent;

import io.portsicle.tunnel.Link;

import org.awaitility.Awaitility;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/// A connected agent between a [TestRelay] and a local server.
final class AgentFixture implements AutoCloseable {
    static {
        Awaitility.setDefaultTimeout(TestRelay.PATIENCE);
    }

    final TestRelay relay;
    final Agent agent;
    final Link link;
    final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();

    private final List<Visit> visits = new ArrayList<>();

    AgentFixture(LocalAddress target) {
        this(target, UnaryOperator.identity());
    }

    AgentFixture(LocalAddress target, UnaryOperator<AgentConfig.Builder> change) {
        relay = new TestRelay();
        AgentConfig.Builder config = AgentConfig.builder(relay.url(), target).listener(events::add);
        agent = Agent.start(change.apply(config).build());
        link = relay.awaitLink();
    }

    Visit get(String path, String... fields) {
        return remember(Visit.get(link, path, fields));
    }

    Visit post(String path, String... fields) {
        return remember(Visit.post(link, path, fields));
    }

    Visit upgrade(String protocol, String path, String... fields) {
        return remember(Visit.upgrade(link, protocol, path, fields));
    }

    /// The next event of a kind; others before it are dropped.
    <T extends AgentEvent> T awaitEvent(Class<T> kind) {
        AgentEvent next = TestRelay.await(events);
        while (!kind.isInstance(next)) {
            next = TestRelay.await(events);
        }
        return kind.cast(next);
    }

    private Visit remember(Visit visit) {
        visits.add(visit);
        return visit;
    }

    /// Visitors who are still there leave first, so that the agent need not wait for them.
    @Override
    public void close() {
        visits.forEach(Visit::leave);
        agent.close();
        relay.close();
    }
}

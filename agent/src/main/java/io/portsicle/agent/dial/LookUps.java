package io.portsicle.agent.dial;

import io.netty.channel.EventLoop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks the resolver of the system for the addresses of names: off the event loop, since it blocks,
/// once for all who ask at the same time, and only for so long, since a resolver may hang.
///
/// Lives on one event loop; an answer comes there, exactly once, after the call.
final class LookUps {
    /// Each one that hangs holds a thread, which nothing but the resolver can end.
    static final int MAX_HANGING = 8;

    /// Blocks.
    interface Resolver {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private final EventLoop loop;
    private final Resolver resolver;
    private final Duration limit;
    private final Map<String, LookUp> running = new HashMap<>();
    private int hanging;

    LookUps(EventLoop loop, Resolver resolver, Duration limit) {
        this.loop = loop;
        this.resolver = resolver;
        this.limit = limit;
    }

    void ask(String host, Consumer<LookedUp> asker) {
        assert loop.inEventLoop();
        LookUp known = running.get(host);
        if (known != null) {
            known.askers.add(asker);
        } else if (hanging < MAX_HANGING) {
            start(host, asker);
        } else {
            loop.execute(() -> asker.accept(late(host)));
        }
    }

    private void start(String host, Consumer<LookedUp> asker) {
        LookUp lookUp = new LookUp(host);
        lookUp.askers.add(asker);
        running.put(host, lookUp);
        OffLoop.runNative(loop, "portsicle-dns", lookUp::resolve);
    }

    private LookedUp late(String host) {
        return new LookedUp.Failed(
                ConnectFailure.late("answer to the name look-up of " + host, limit));
    }

    private final class LookUp {
        private final String host;
        private final List<Consumer<LookedUp>> askers = new ArrayList<>();
        private final Future<?> timeout;
        private boolean hangs;

        LookUp(String host) {
            this.host = host;
            this.timeout = loop.schedule(this::giveUp, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        /// Off the event loop.
        Runnable resolve() {
            LookedUp answer = addresses();
            return () -> resolved(answer);
        }

        private LookedUp addresses() {
            try {
                return new LookedUp.Found(List.of(resolver.addressesOf(host)));
            } catch (UnknownHostException e) {
                return new LookedUp.Failed("unknown host " + host);
            }
        }

        private void resolved(LookedUp answer) {
            if (hangs) {
                hanging--;
                return;
            }
            timeout.cancel(false);
            tell(answer);
        }

        private void giveUp() {
            hangs = true;
            hanging++;
            tell(late(host));
        }

        private void tell(LookedUp answer) {
            running.remove(host);
            askers.forEach(asker -> asker.accept(answer));
        }
    }
}

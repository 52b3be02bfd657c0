package io.portsicle.agent.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// One attempt to connect to any of some addresses (RFC 8305, 5): each starts when the one before
/// has failed or has had its head start, the first connection wins, the others are closed. So an
/// address that answers is the only one that ever sees a connection.
///
/// Event loop only.
final class Race {
    /// RFC 8305, 8 calls it Connection Attempt Delay and recommends this.
    static final Duration HEAD_START = Duration.ofMillis(250);

    /// How it ended.
    sealed interface Result {
        /// The receiver owns the channel.
        record Won(InetSocketAddress address, Channel channel) implements Result {}

        /// What went wrong at each address, in the order of the addresses.
        record Lost(List<Throwable> failures) implements Result {}
    }

    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private final Function<InetSocketAddress, ChannelFuture> connect;
    private final Consumer<Result> result;
    private final @Nullable Throwable[] failures;
    private final Set<ChannelFuture> running = new LinkedHashSet<>();
    private int next;
    private @Nullable Future<?> headStart;
    private boolean over;

    /// `addresses` is not empty; the best comes first.
    Race(
            EventLoop loop,
            List<InetSocketAddress> addresses,
            Function<InetSocketAddress, ChannelFuture> connect,
            Consumer<Result> result) {
        this.loop = loop;
        this.addresses = addresses;
        this.connect = connect;
        this.result = result;
        this.failures = new Throwable[addresses.size()];
    }

    void start() {
        assert loop.inEventLoop();
        tryNext();
    }

    private void tryNext() {
        cancelHeadStart();
        int index = next++;
        if (hasNext()) {
            headStart = loop.schedule(this::tryNext, HEAD_START.toNanos(), TimeUnit.NANOSECONDS);
        }
        ChannelFuture attempt = connect.apply(addresses.get(index));
        running.add(attempt);
        attempt.addListener(future -> told(index, attempt));
    }

    /// Where not even a socket could be made, for want of file descriptors for example, Netty tells
    /// so on a thread of its own.
    private void told(int index, ChannelFuture attempt) {
        if (loop.inEventLoop()) {
            done(index, attempt);
        } else {
            OffLoop.goBack(loop, () -> done(index, attempt));
        }
    }

    private void done(int index, ChannelFuture attempt) {
        running.remove(attempt);
        if (over) {
            attempt.channel().close();
            return;
        }
        if (attempt.isSuccess()) {
            win(new Result.Won(addresses.get(index), attempt.channel()));
            return;
        }
        failures[index] = attempt.cause();
        if (hasNext()) {
            tryNext();
        } else if (running.isEmpty()) {
            over = true;
            result.accept(new Result.Lost(failures()));
        }
    }

    private void win(Result.Won won) {
        over = true;
        cancelHeadStart();
        for (ChannelFuture loser : List.copyOf(running)) {
            loser.channel().close();
        }
        result.accept(won);
    }

    private boolean hasNext() {
        return next < addresses.size();
    }

    private void cancelHeadStart() {
        if (headStart != null) {
            headStart.cancel(false);
            headStart = null;
        }
    }

    private List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>();
        for (Throwable failure : failures) {
            all.add(Objects.requireNonNull(failure, "every attempt has ended"));
        }
        return all;
    }
}

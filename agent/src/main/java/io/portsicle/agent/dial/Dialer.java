package io.portsicle.agent.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.NoopAddressResolverGroup;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Opens TCP connections on one event loop, to the first address of a [Destination] that takes one.
///
/// Call it on that loop; the outcome comes there too, exactly once, after the call.
public final class Dialer {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Duration timeout;

    /// `timeout` is for each address.
    public Dialer(EventLoop loop, Class<? extends Channel> channel, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(channel)
                        .resolver(NoopAddressResolverGroup.INSTANCE)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new Nothing());
    }

    /// Sets an option of the channels to come.
    public <T> Dialer option(ChannelOption<T> option, T value) {
        bootstrap.option(option, value);
        return this;
    }

    /// Looks the host up if need be, then tries its addresses one after the other.
    public void dial(Destination destination, Consumer<DialOutcome> outcome) {
        assert loop.inEventLoop();
        if (destination.addresses().isEmpty()) {
            OffLoop.run(loop, "portsicle-dns", () -> lookUp(destination, outcome));
            return;
        }
        connect(new Attempt(destination, destination.addresses(), outcome), 0, "");
    }

    private Runnable lookUp(Destination destination, Consumer<DialOutcome> outcome) {
        try {
            List<InetSocketAddress> found = destination.lookUp();
            return () -> found(destination, found, outcome);
        } catch (UnknownHostException e) {
            return () ->
                    outcome.accept(new DialOutcome.Failed("unknown host " + destination.host()));
        }
    }

    private void found(
            Destination destination, List<InetSocketAddress> found, Consumer<DialOutcome> outcome) {
        destination.keep(found);
        connect(new Attempt(destination, found, outcome), 0, "");
    }

    private void connect(Attempt attempt, int index, String failure) {
        if (index == attempt.addresses.size()) {
            attempt.destination.failed();
            attempt.outcome.accept(new DialOutcome.Failed(failure));
            return;
        }
        ChannelFuture future = bootstrap.connect(attempt.addresses.get(index));
        future.addListener(f -> done(attempt, index, failure, future));
    }

    /// Where not even a socket could be made, for want of file descriptors for example, Netty tells
    /// so on a thread of its own.
    private void done(Attempt attempt, int index, String failure, ChannelFuture future) {
        if (loop.inEventLoop()) {
            connected(attempt, index, failure, future);
        } else {
            OffLoop.goBack(loop, () -> connected(attempt, index, failure, future));
        }
    }

    private void connected(Attempt attempt, int index, String failure, ChannelFuture future) {
        if (future.isSuccess()) {
            attempt.destination.worked(attempt.addresses.get(index));
            attempt.outcome.accept(new DialOutcome.Connected(future.channel()));
            return;
        }
        String reason = failure.isEmpty() ? reason(future) : failure;
        connect(attempt, index + 1, reason);
    }

    /// The reason of the first address is the one that helps: the others are guesses at where else
    /// the host might be.
    private String reason(ChannelFuture failed) {
        Throwable cause = failed.cause();
        return cause == null ? "given up" : ConnectFailure.reason(cause, timeout);
    }

    private record Attempt(
            Destination destination,
            List<InetSocketAddress> addresses,
            Consumer<DialOutcome> outcome) {}

    /// A bootstrap wants a handler; ours are added when the connection stands.
    @ChannelHandler.Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {}
}

package io.portsicle.agent.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.NoopAddressResolverGroup;
import io.portsicle.tunnel.ReadSize;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// Opens TCP connections on one event loop, to the first address of a [Destination] that takes one.
///
/// Call it on that loop; the outcome comes there too, exactly once, after the call.
public final class Dialer {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Duration connectTimeout;
    private final LookUps lookUps;

    /// `lookUpTimeout` is for the name, `connectTimeout` for each address.
    public Dialer(
            EventLoop loop,
            Class<? extends Channel> channel,
            Duration lookUpTimeout,
            Duration connectTimeout) {
        this(
                loop,
                channel,
                new LookUps(loop, InetAddress::getAllByName, lookUpTimeout),
                connectTimeout);
    }

    Dialer(
            EventLoop loop,
            Class<? extends Channel> channel,
            LookUps lookUps,
            Duration connectTimeout) {
        this.loop = loop;
        this.lookUps = lookUps;
        this.connectTimeout = connectTimeout;
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(channel)
                        .resolver(NoopAddressResolverGroup.INSTANCE)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) connectTimeout.toMillis())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new NewChannel());
    }

    /// Sets an option of the channels to come.
    public <T> Dialer option(ChannelOption<T> option, T value) {
        bootstrap.option(option, value);
        return this;
    }

    /// Looks the host up if need be, then tries its addresses.
    public void dial(Destination destination, Consumer<DialOutcome> outcome) {
        assert loop.inEventLoop();
        if (destination.addresses().isEmpty()) {
            lookUps.ask(destination.host(), answer -> lookedUp(destination, answer, outcome));
        } else {
            connect(destination, outcome);
        }
    }

    private void lookedUp(Destination destination, LookedUp answer, Consumer<DialOutcome> outcome) {
        switch (answer) {
            case LookedUp.Found found -> {
                destination.found(found.addresses());
                connect(destination, outcome);
            }
            case LookedUp.Failed(String reason) -> outcome.accept(new DialOutcome.Failed(reason));
        }
    }

    private void connect(Destination destination, Consumer<DialOutcome> outcome) {
        new Race(
                        loop,
                        destination.addresses(),
                        bootstrap::connect,
                        result -> outcome.accept(finish(destination, result)))
                .start();
    }

    private DialOutcome finish(Destination destination, Race.Result result) {
        return switch (result) {
            case Race.Result.Won won -> {
                destination.worked(won.address());
                yield new DialOutcome.Connected(won.channel());
            }
            case Race.Result.Lost lost -> {
                destination.failed();
                yield new DialOutcome.Failed(
                        ConnectFailure.reason(lost.failures(), connectTimeout));
            }
        };
    }

    /// Our handlers are added when the connection stands.
    static final class NewChannel extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            ReadSize.of(channel);
        }
    }
}

package io.portsicle.agent.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.NoopAddressResolverGroup;
import io.portsicle.tunnel.Transport;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// Opens connections to one Unix socket, on one event loop. Call it on that loop; the outcome comes
/// there too, exactly once, after the call.
public final class UnixDialer {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final SocketAddress address;
    private final Duration connectTimeout;

    public UnixDialer(EventLoop loop, Transport transport, String path, Duration connectTimeout) {
        this.loop = loop;
        this.address = transport.unixAddress(path);
        this.connectTimeout = connectTimeout;
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.unixChannel())
                        .resolver(NoopAddressResolverGroup.INSTANCE)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) connectTimeout.toMillis())
                        .handler(new Dialer.NewChannel());
    }

    /// Sets an option of the channels to come.
    public <T> UnixDialer option(ChannelOption<T> option, T value) {
        bootstrap.option(option, value);
        return this;
    }

    public void dial(Consumer<DialOutcome> outcome) {
        assert loop.inEventLoop();
        ChannelFuture attempt = bootstrap.connect(address);
        attempt.addListener(future -> tell(attempt, outcome));
    }

    /// Where not even a socket could be made Netty tells so on a thread of its own.
    private void tell(ChannelFuture attempt, Consumer<DialOutcome> outcome) {
        if (loop.inEventLoop()) {
            outcome.accept(told(attempt));
        } else {
            OffLoop.goBack(loop, () -> outcome.accept(told(attempt)));
        }
    }

    private DialOutcome told(ChannelFuture attempt) {
        return attempt.isSuccess()
                ? new DialOutcome.Connected(attempt.channel())
                : new DialOutcome.Failed(ConnectFailure.reason(attempt.cause(), connectTimeout));
    }
}

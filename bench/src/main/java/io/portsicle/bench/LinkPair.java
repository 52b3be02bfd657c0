package io.portsicle.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// A relay's and an agent's link joined in memory, on one event loop that the benchmark's thread
/// turns by hand: all of the tunnel's code without a kernel.
final class LinkPair implements AutoCloseable {
    /// What the agent does with a request.
    interface Answer {
        /// The listener for the rest of the request.
        StreamListener to(Http2Stream stream, Fields head);
    }

    private final ManualIoEventLoop loop =
            new ManualIoEventLoop(Thread.currentThread(), LocalIoHandler.newFactory());
    private final Link relay;
    private boolean ready;

    LinkPair(Link.Carrier carrier, Answer answer) {
        Channel[] accepted = new Channel[1];
        Channel server =
                new ServerBootstrap()
                        .group((IoEventLoop) loop)
                        .channel(LocalServerChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel child) {
                                        accepted[0] = child;
                                    }
                                })
                        .bind(new LocalAddress(LinkPair.class))
                        .channel();
        turn();
        Channel dialled =
                new Bootstrap()
                        .group((IoEventLoop) loop)
                        .channel(LocalChannel.class)
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(server.localAddress())
                        .channel();
        while (accepted[0] == null || !dialled.isActive()) {
            turn();
        }
        start(dialled, Link.Role.AGENT, carrier, LinkConfig.AGENT, answer);
        relay = start(accepted[0], Link.Role.RELAY, carrier, LinkConfig.RELAY, null);
        while (!ready) {
            turn();
        }
    }

    private Link start(
            Channel channel,
            Link.Role role,
            Link.Carrier carrier,
            LinkConfig config,
            @Nullable Answer answer) {
        return Link.start(
                channel, role, carrier, config, new SessionSilence(), new Answering(answer));
    }

    Link relay() {
        return relay;
    }

    /// One turn of the event loop.
    void turn() {
        loop.runNow();
    }

    @Override
    public void close() {
        relay.close("the benchmark is over");
        loop.shutdownGracefully();
        while (!loop.isTerminated()) {
            turn();
        }
    }

    private final class Answering implements LinkListener {
        private final @Nullable Answer answer;

        private Answering(@Nullable Answer answer) {
            this.answer = answer;
        }

        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
            if (answer == null) {
                throw new IllegalStateException("a relay serves no streams");
            }
            return answer.to(stream, head);
        }

        @Override
        public void onReady() {
            ready |= answer == null;
        }

        @Override
        public void onGoingAway() {
            // Nothing to replace: the pair lives as long as the benchmark.
        }

        @Override
        public void onClosed(LinkEnd end) {
            // The benchmark closes it.
        }
    }
}

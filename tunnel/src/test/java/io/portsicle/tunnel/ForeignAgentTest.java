package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.portsicle.tunnel.http2.StreamEnd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Our relay's end against Netty's own HTTP/2 server: Huffman codes, a dynamic table and flow
/// control that are not ours.
class ForeignAgentTest {
    private final EventLoopGroup loops = Transport.best().newGroup(2, "test");
    private final LinkPair.Side relay = new LinkPair.Side();
    private Channel server;

    @BeforeEach
    void connect() throws Exception {
        server =
                new ServerBootstrap()
                        .group(loops)
                        .channel(Transport.best().serverChannel())
                        .childHandler(new LinkStarter(relay))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
        new Bootstrap()
                .group(loops)
                .channel(Transport.best().channel())
                .handler(new ForeignServer())
                .connect(server.localAddress())
                .sync();
        relay.ready.get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        server.close().sync();
        Transport.shutDown(loops).sync();
    }

    @Test
    void manyRequestsWithBodiesAreEchoed() throws Exception {
        int size = 400_000;
        List<Answer> answers = new ArrayList<>();
        Link link = relay.link.get();
        for (int i = 0; i < 50; i++) {
            int fill = i;
            answers.add(
                    link.loop()
                            .submit((Callable<Answer>) () -> post(link, size, fill))
                            .get(5, TimeUnit.SECONDS));
        }

        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            assertThat(answer.closed.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new StreamEnd.Completed());
            assertThat(answer.statuses).containsExactly("200");
            assertThat(answer.head.value(1)).isEqualTo("/echo?n=" + i);
            assertThat(answer.body())
                    .hasSize(size)
                    .containsOnlyOnce("end")
                    .startsWith("" + (char) ('a' + i % 26));
        }
    }

    private static Answer post(Link link, int size, int fill) {
        Answer answer = new Answer();
        answer.stream = link.open(LinkPair.head("POST", "/echo?n=" + fill), false, answer);
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) ('a' + fill % 26));
        System.arraycopy(new byte[] {'e', 'n', 'd'}, 0, body, size - 3, 3);
        answer.stream.sendData(Unpooled.wrappedBuffer(body), true);
        return answer;
    }

    private static final class LinkStarter extends ChannelInitializer<Channel> {
        private final LinkPair.Side side;

        LinkStarter(LinkPair.Side side) {
            this.side = side;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            "starter",
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelActive(ChannelHandlerContext ctx) {
                                    side.link.complete(
                                            Link.start(
                                                    channel,
                                                    Link.Role.RELAY,
                                                    Link.Carrier.BARE,
                                                    LinkConfig.RELAY,
                                                    new SessionSilence(),
                                                    side));
                                    ctx.pipeline().remove(this);
                                }
                            });
        }
    }

    private static final class ForeignServer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(Http2FrameCodecBuilder.forServer().build())
                    .addLast(
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(new Echo());
                                        }
                                    }));
        }
    }

    private static final class Echo extends SimpleChannelInboundHandler<Http2StreamFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame head) {
                DefaultHttp2Headers answer = new DefaultHttp2Headers();
                answer.status("200").add("x-path", head.headers().path());
                ctx.write(new DefaultHttp2HeadersFrame(answer));
            } else if (frame instanceof Http2DataFrame data) {
                ByteBuf copy = data.content().retain();
                ctx.write(new DefaultHttp2DataFrame(copy, data.isEndStream()));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }
    }
}

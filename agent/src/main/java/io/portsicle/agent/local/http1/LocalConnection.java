package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.portsicle.agent.local.exchange.BodySink;
import io.portsicle.tunnel.NetworkFailure;
import io.portsicle.tunnel.ReadSize;
import io.portsicle.tunnel.http1.BodyFraming;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to the local server: carries one exchange after the other, and lies in
/// [IdleConnections] between them. Event loop only.
final class LocalConnection extends ChannelInboundHandlerAdapter implements ResponseSource {
    private static final Logger LOG = LoggerFactory.getLogger(LocalConnection.class);

    private final Http1Pool pool;
    private final Channel channel;
    private final ConnectionOutput output;
    private final Http1Body body;
    private final ResponseReader reader = new ResponseReader();
    private @Nullable Http1Exchange exchange;
    private @Nullable ByteBuf unread;
    private @Nullable Throwable failure;
    private boolean reused;
    private long idleSinceNanos;

    LocalConnection(Http1Pool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
        this.output = new ConnectionOutput(channel);
        this.body = new Http1Body(output);
        ReadSize.of(channel).limit(this::room);
    }

    /// Takes an exchange; its request is written next.
    void begin(Http1Exchange next, boolean answersHead) {
        assert exchange == null : "two exchanges on one connection";
        exchange = next;
        reader.expect(answersHead);
    }

    /// Writes the head of a request. Takes ownership.
    void write(ByteBuf head) {
        output.write(head);
    }

    /// Where the body of the request goes that was written last.
    BodySink body(BodyFraming framing) {
        return body.start(framing);
    }

    /// Hands the connection over to an exchange that has been granted its upgrade: from now on it
    /// does not speak HTTP.
    UpgradedConnection upgrade(UpgradeExchange to) {
        exchange = null;
        UpgradedConnection upgraded = new UpgradedConnection(channel, output, to);
        channel.pipeline().replace(this, "upgraded", upgraded);
        return upgraded;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /// Whether it carried an exchange before this one: then the local server may have closed it
    /// already.
    boolean isReused() {
        return reused;
    }

    @Override
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /// Lets go of its exchange and closes.
    @Override
    public void close() {
        exchange = null;
        channel.close();
    }

    long idleSince() {
        return idleSinceNanos;
    }

    void idleSince(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = join((ByteBuf) message);
        if (exchange != null) {
            reader.read(in, exchange);
        }
        if (exchange != null && reader.isSwitched()) {
            switchProtocols(ctx, in, exchange);
            return;
        }
        boolean more = in.isReadable();
        if (more && exchange != null && !reader.isComplete()) {
            unread = in;
        } else {
            in.release();
        }
        afterRead(more);
    }

    private int room() {
        return exchange == null ? 0 : exchange.room();
    }

    private ByteBuf join(ByteBuf in) {
        ByteBuf before = unread;
        unread = null;
        return before == null
                ? in
                : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), before, in);
    }

    /// What came behind the head goes to the handler that took this one's place, if one did.
    private void switchProtocols(ChannelHandlerContext ctx, ByteBuf behind, Http1Exchange current) {
        current.onSwitched(this, reader.head());
        if (ctx.isRemoved() && behind.isReadable()) {
            ctx.fireChannelRead(behind);
        } else {
            behind.release();
        }
    }

    private void afterRead(boolean more) {
        Http1Exchange current = exchange;
        if (current == null) {
            // Nobody asked for these bytes: the connection is of no more use.
            channel.close();
        } else if (reader.isComplete()) {
            responseComplete(current, more);
        } else if (reader.isInvalid()) {
            current.onBadResponse(reader.problem());
        }
    }

    private void responseComplete(Http1Exchange done, boolean more) {
        exchange = null;
        boolean requestEnded = done.isRequestEnded();
        done.onResponseComplete();
        if (more || !requestEnded || !reader.isKeepAlive() || !channel.isActive()) {
            channel.close();
            return;
        }
        reused = true;
        resumeReading();
        pool.release(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.onWritabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        releaseUnread();
        Http1Exchange current = exchange;
        exchange = null;
        if (current == null) {
            pool.forget(this);
        } else if (failure == null && reader.endedByClose()) {
            current.onResponseData(Unpooled.EMPTY_BUFFER, true);
            current.onResponseComplete();
        } else {
            current.onConnectionLost(reused && !reader.hasBegun(), lossReason());
        }
    }

    private String lossReason() {
        if (failure != null) {
            return "broke the connection: " + NetworkFailure.reason(failure);
        }
        return reader.hasBegun()
                ? "closed the connection in the middle of its response"
                : "closed the connection without a response";
    }

    /// The network's errors show when the connection closes, which follows; until then a response
    /// may still be there to be read, although the request could not be written.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = cause;
        if (!NetworkFailure.isOfNetwork(cause)) {
            LOG.error("local connection failed", cause);
            ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseUnread();
    }

    private void releaseUnread() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }
}

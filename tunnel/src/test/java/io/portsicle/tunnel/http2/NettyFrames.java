package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.portsicle.tunnel.fuzz.NettyContext;
import io.portsicle.tunnel.fuzz.Transcript;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Frames as Netty's reader sees them, header blocks not decoded. Frames that ours passes over
/// (PRIORITY, unknown ones) are left out.
final class NettyFrames implements Http2FrameListener, Http2HeadersDecoder {
    private final ChannelHandlerContext context = NettyContext.create();
    private static final Http2Headers NO_HEADERS = new DefaultHttp2Headers(false);

    private final Transcript seen = new Transcript();
    private final Transcript block = new Transcript();
    private final SettingsTranscript settings = new SettingsTranscript();
    private final HeadersLimits limits = new HeadersLimits();
    private @Nullable Http2Exception refusal;

    /// Reads all frames that are whole, or those up to the first that is refused.
    void read(ByteBuf in) {
        seen.clear();
        refusal = null;
        DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(this);
        try {
            reader.maxFrameSize(Http2Config.DEFAULT.maxFrameSize());
            int before;
            do {
                before = in.readerIndex();
                reader.readFrame(context, in, this);
            } while (in.readerIndex() > before);
        } catch (Http2Exception refused) {
            refusal = refused;
        } finally {
            reader.close();
        }
    }

    Transcript seen() {
        return seen;
    }

    /// Why a frame was refused, or null.
    @Nullable String refusal() {
        return refusal == null ? null : refusal.error() + " " + refusal.getMessage();
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endOfStream) {
        seen.mark('D').number(streamId).number(0).bytes(data);
        if (endOfStream) {
            seen.mark('E');
        }
        return data.readableBytes() + padding;
    }

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf headerBlock) {
        block.clear();
        block.bytes(headerBlock);
        headerBlock.skipBytes(headerBlock.readableBytes());
        return NO_HEADERS;
    }

    @Override
    public Http2HeadersDecoder.Configuration configuration() {
        return limits;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endOfStream) {
        seen.mark('H').number(streamId).number(endOfStream ? 1 : 0).all(block);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext ctx,
            int streamId,
            int streamDependency,
            short weight,
            boolean exclusive) {}

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
        seen.mark('R').number(streamId).number(ErrorCode.of(errorCode).code());
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        seen.mark('A');
    }

    @Override
    public void onSettingsRead(
            ChannelHandlerContext ctx, io.netty.handler.codec.http2.Http2Settings read) {
        read.forEach((setting, value) -> settings.put(setting, value));
        settings.writeTo(seen);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {
        seen.mark('P').number(data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        seen.mark('Q').number(data);
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext ctx,
            int streamId,
            int promisedStreamId,
            Http2Headers headers,
            int padding) {
        seen.mark('U');
    }

    @Override
    public void onGoAwayRead(
            ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
        seen.mark('G')
                .number(lastStreamId)
                .number(ErrorCode.of(errorCode).code())
                .text(debugData.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onWindowUpdateRead(
            ChannelHandlerContext ctx, int streamId, int windowSizeIncrement) {
        seen.mark('W').number(streamId).number(windowSizeIncrement);
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext ctx,
            byte frameType,
            int streamId,
            Http2Flags flags,
            ByteBuf payload) {}

    /// Blocks may be as large as they like.
    private static final class HeadersLimits implements Http2HeadersDecoder.Configuration {
        @Override
        public void maxHeaderTableSize(long max) {}

        @Override
        public long maxHeaderTableSize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void maxHeaderListSize(long max, long goAwayMax) {}

        @Override
        public long maxHeaderListSize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public long maxHeaderListSizeGoAway() {
            return Integer.MAX_VALUE;
        }
    }
}

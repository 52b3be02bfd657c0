package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.hpack.HpackReader;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.function.LongSupplier;

/// What each frame of the peer does to the connection and its streams (RFC 9113, 5 and 6). Link's
/// event loop only.
final class InboundFrames implements FrameListener {
    /// Received bytes of the connection's window after which it is filled up again. The window
    /// itself is at its maximum.
    private static final int CONNECTION_CREDIT_BYTES = 1 << 24;

    /// For a stream that is refused before anybody took it.
    private static final StreamListener REFUSED = new IgnoringListener();

    private final Http2Connection connection;
    private final HpackReader hpack;
    private final RateLimit controlFrames;
    private final RateLimit resets;
    private Http2Settings announced;
    private boolean settingsSeen;
    private @Nullable Http2Stream dataStream;
    private int uncredited;

    InboundFrames(Http2Connection connection, Http2Config config, LongSupplier clock) {
        this.connection = connection;
        this.hpack = new HpackReader(config.maxHeaderListSize());
        this.announced = Http2Settings.INITIAL;
        this.controlFrames = new RateLimit(config.controlFramesPerSecond(), clock);
        this.resets = new RateLimit(config.resetsPerSecond(), clock);
    }

    @Override
    public void onNextFrame() {
        connection.listener().onNextFrame();
    }

    // ---- DATA

    @Override
    public void onDataStart(int streamId, int flowLength) {
        creditConnection(flowLength);
        dataStream = connection.stream(streamId);
        if (dataStream == null) {
            if (connection.isIdle(streamId)) {
                connection.fail(ErrorCode.PROTOCOL_ERROR, "DATA on idle stream " + streamId);
            } else if (connection.past().wasFinished(streamId)) {
                connection.writer().reset(streamId, ErrorCode.STREAM_CLOSED);
                isTooMany(resets, "resets of streams");
            }
        } else if (dataStream.isPeerEnded()) {
            reset(dataStream, ErrorCode.STREAM_CLOSED);
            dataStream = null;
        } else if (!dataStream.receiving().receive(flowLength)) {
            reset(dataStream, ErrorCode.FLOW_CONTROL_ERROR);
            dataStream = null;
        } else if (!isBodyExpected(dataStream)) {
            reset(dataStream, ErrorCode.PROTOCOL_ERROR);
            dataStream = null;
        }
    }

    @Override
    public void onData(int streamId, ByteBuf data, boolean endStream) {
        Http2Stream stream = dataStream;
        boolean idle = !data.isReadable() && !endStream;
        if (stream == null || stream.isClosed() || idle && isFlood()) {
            data.release();
            return;
        }
        stream.receiveData(data, endStream);
    }

    @Override
    public void onPadding(int streamId, int bytes) {
        if (dataStream != null) {
            dataStream.credit(bytes);
        }
    }

    // ---- heads

    @Override
    public void onHeaders(int streamId, ByteBuf block, boolean endStream) {
        Fields fields = SpareFields.take();
        try {
            onHeaders(streamId, block, endStream, fields);
        } finally {
            SpareFields.giveBack(fields);
        }
    }

    private void onHeaders(int streamId, ByteBuf block, boolean endStream, Fields fields) {
        HpackReader.Outcome outcome = hpack.read(block, fields);
        if (outcome == HpackReader.Outcome.MALFORMED) {
            connection.fail(ErrorCode.COMPRESSION_ERROR, "header block that can't be decoded");
            return;
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            onHeadersOf(stream, outcome, endStream, fields);
        } else if (connection.isIdle(streamId)) {
            onNewStream(streamId, outcome, endStream, fields);
        } else if (connection.past().wasPassedOver(streamId)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS on passed stream " + streamId);
        } else if (connection.past().wasFinished(streamId)) {
            connection.fail(ErrorCode.STREAM_CLOSED, "HEADERS on closed stream " + streamId);
        }
        // Any other head was decoded for the table's sake; it crossed our RST_STREAM.
    }

    private void onHeadersOf(
            Http2Stream stream, HpackReader.Outcome outcome, boolean endStream, Fields fields) {
        if (stream.isPeerEnded()) {
            reset(stream, ErrorCode.STREAM_CLOSED);
        } else if (outcome != HpackReader.Outcome.OK) {
            reset(stream, ErrorCode.PROTOCOL_ERROR);
        } else if (connection.role() == Http2Connection.Role.SERVER || stream.isHeadReceived()) {
            onTrailers(stream, endStream, fields);
        } else {
            onResponseHead(stream, endStream, fields);
        }
    }

    private void onTrailers(Http2Stream stream, boolean endStream, Fields fields) {
        KnownField first = fields.count() > 0 ? fields.known(0) : null;
        if (!endStream || first != null && first.isPseudo()) {
            reset(stream, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        stream.receiveTrailers(fields);
    }

    private void onResponseHead(Http2Stream stream, boolean endStream, Fields fields) {
        int status = fields.status();
        boolean interim = status >= 100 && status < 200;
        if (status < 100 || interim && endStream) {
            reset(stream, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        stream.receiveHead(fields, endStream, interim);
    }

    private void onNewStream(
            int streamId, HpackReader.Outcome outcome, boolean endStream, Fields fields) {
        if (connection.role() == Http2Connection.Role.CLIENT || (streamId & 1) == 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS on idle stream " + streamId);
            return;
        }
        boolean full = connection.isFull();
        Http2Stream stream = connection.accept(streamId);
        stream.listener(REFUSED);
        if (full) {
            reset(stream, ErrorCode.REFUSED_STREAM);
        } else if (outcome != HpackReader.Outcome.OK || !fields.has(KnownField.METHOD)) {
            reset(stream, ErrorCode.PROTOCOL_ERROR);
        } else {
            if (endStream) {
                stream.requestEnded();
            }
            stream.listener(connection.listener().onStream(stream, fields, endStream));
        }
    }

    // ---- control

    @Override
    public void onReset(int streamId, ErrorCode error) {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            stream.resetByPeer(error);
            isTooMany(resets, "resets of streams");
        } else if (connection.isIdle(streamId)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR, "RST_STREAM on idle stream " + streamId);
        }
    }

    @Override
    public void onSetting(int setting, long value) {
        ErrorCode error = Http2Settings.check(setting, value);
        if (error != ErrorCode.NO_ERROR) {
            connection.fail(error, "setting " + setting + ": " + value);
            return;
        }
        announced = announced.with(setting, value);
    }

    @Override
    public void onSettingsEnd() {
        if (isFlood()) {
            return;
        }
        connection.applyPeerSettings(announced);
        if (!settingsSeen) {
            settingsSeen = true;
            connection.listener().onSettings();
        }
    }

    @Override
    public void onSettingsAck() {
        // Our settings never get stricter than the defaults we enforce anyway: nothing waits for
        // this.
    }

    @Override
    public void onPing(long payload, boolean ack) {
        if (ack) {
            connection.listener().onPong(payload);
        } else if (!isFlood()) {
            connection.writer().pingAck(payload);
        }
    }

    @Override
    public void onGoAway(int lastStreamId, ErrorCode error, String debug) {
        connection.goAwayReceived(lastStreamId, error, debug);
    }

    @Override
    public void onWindowUpdate(int streamId, int increment) {
        if (streamId == 0) {
            if (increment == 0) {
                connection.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
            } else if (!connection.sender().changeWindow(increment)) {
                connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "WINDOW_UPDATE overflows the window");
            }
            return;
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream == null) {
            if (connection.isIdle(streamId)) {
                connection.fail(
                        ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE on idle stream " + streamId);
            }
        } else if (increment == 0) {
            reset(stream, ErrorCode.PROTOCOL_ERROR);
        } else if (!stream.changeSendWindow(increment)) {
            reset(stream, ErrorCode.FLOW_CONTROL_ERROR);
        } else {
            connection.sender().schedule(stream);
        }
    }

    @Override
    public void onFrameError(ErrorCode error, String reason) {
        connection.fail(error, reason);
    }

    private boolean isBodyExpected(Http2Stream stream) {
        return connection.role() == Http2Connection.Role.SERVER || stream.isHeadReceived();
    }

    private void creditConnection(int bytes) {
        uncredited += bytes;
        if (uncredited >= CONNECTION_CREDIT_BYTES) {
            connection.writer().windowUpdate(0, uncredited);
            uncredited = 0;
        }
    }

    /// Counts a frame that costs its sender nothing, and ends the connection when there are too
    /// many in a second.
    private boolean isFlood() {
        return isTooMany(controlFrames, "control frames");
    }

    /// A stream that is given up costs its opener little and others much (Rapid Reset,
    /// CVE-2023-44487), also where our own reset answers a frame that was made for that
    /// (MadeYouReset, CVE-2025-8671).
    private void reset(Http2Stream stream, ErrorCode error) {
        stream.reset(error);
        isTooMany(resets, "resets of streams");
    }

    private boolean isTooMany(RateLimit limit, String what) {
        if (limit.permits()) {
            return false;
        }
        connection.fail(
                ErrorCode.ENHANCE_YOUR_CALM,
                "over " + limit.perSecond() + " " + what + " in a second");
        return true;
    }
}

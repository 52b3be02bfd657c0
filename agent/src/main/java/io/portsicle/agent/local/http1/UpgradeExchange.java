package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.RequestMethod;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.exchange.VisitorResponse;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// A visitor's upgrade: a stream of the tunnel that becomes a connection to the local server, bytes
/// both ways. Event loop only.
///
/// It has a connection of its own: first a [LocalConnection], then, after a 101, an
/// [UpgradedConnection] in its place. Until then what the visitor sends waits within its window. A
/// local server that does not switch answers as it would any request.
final class UpgradeExchange implements RequestListener, Http1Exchange {
    private final VisitorRequest request;
    private final Upgrade upgrade;
    private final RequestBody body;
    private final VisitorResponse response;
    private @Nullable ByteBuf requestHead;
    private @Nullable ResponseSource connection;

    /// `requestHead` is the request in HTTP/1.1; takes ownership.
    UpgradeExchange(VisitorRequest request, Upgrade upgrade, ByteBuf requestHead) {
        this.request = request;
        this.upgrade = upgrade;
        this.body = request.body();
        this.response = request.response();
        this.requestHead = requestHead;
    }

    @Override
    public void sendOn(LocalConnection to) {
        ByteBuf head = requestHead;
        if (head == null) {
            to.close();
            return;
        }
        requestHead = null;
        connection = to;
        to.begin(this, request.method() == RequestMethod.HEAD);
        to.write(head);
        response.due(this::onSilence);
    }

    @Override
    public void onNoConnection(OwnAnswer why) {
        releaseRequestHead();
        request.answer(why);
    }

    // ---- from the visitor

    @Override
    public void onData(ByteBuf data, boolean end) {
        body.take(data, end);
    }

    @Override
    public void onTrailers(Fields trailers) {
        body.takeTrailers(trailers);
    }

    @Override
    public void onRoom() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    @Override
    public void onClosed(StreamEnd end) {
        giveUp();
        request.close();
    }

    // ---- from the local server

    @Override
    public void onSwitched(LocalConnection from, Fields head) {
        String problem = upgrade.problem(head);
        if (problem != null) {
            onBadResponse(problem);
            return;
        }
        UpgradedConnection upgraded = from.upgrade(this);
        connection = upgraded;
        response.beginUpgraded(head);
        body.flowInto(upgraded);
    }

    @Override
    public void onInterimHead(Fields head) {
        response.interim(head);
        response.due(this::onSilence);
    }

    @Override
    public void onResponseHead(Fields head, int status, boolean end) {
        body.discard();
        response.beginWithoutUpgrade(head, status, end);
    }

    @Override
    public int room() {
        return response.room();
    }

    @Override
    public void onResponseData(ByteBuf data, boolean end) {
        response.data(data, end);
        if (!end && connection != null && !response.hasRoom()) {
            connection.pauseReading();
        }
    }

    @Override
    public void onResponseTrailers(Fields trailers) {
        response.trailers(trailers);
    }

    @Override
    public void onResponseComplete() {
        connection = null;
    }

    @Override
    public void onBadResponse(String reason) {
        giveUp();
        request.failed(reason);
    }

    @Override
    public void onConnectionLost(boolean stale, String reason) {
        onBadResponse(reason);
    }

    @Override
    public void onWritabilityChanged() {
        body.settle();
    }

    /// Never: a connection that was asked to switch is of no more use for HTTP.
    @Override
    public boolean isRequestEnded() {
        return false;
    }

    private void onSilence() {
        giveUp();
        request.unanswered();
    }

    private void giveUp() {
        releaseRequestHead();
        ResponseSource open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private void releaseRequestHead() {
        if (requestHead != null) {
            requestHead.release();
            requestHead = null;
        }
    }
}

package io.portsicle.agent.local.exchange;

import io.netty.channel.EventLoop;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What all exchanges with the local server have in common: what the server is called, how long it
/// may be silent, how its addresses become public, who hears of completed requests. Event loop
/// only.
public final class ExchangeTerms {
    private final EventLoop loop;
    private final String label;
    private final Duration responseTimeout;
    private final AddressMapping mapping;
    private final ResponseDeadlines deadlines;
    private final @Nullable Consumer<CompletedRequest> completed;

    /// `completed` is told of each request that is over, on the event loop.
    public ExchangeTerms(
            EventLoop loop,
            String label,
            Duration responseTimeout,
            AddressMapping mapping,
            Optional<Consumer<CompletedRequest>> completed) {
        this.loop = loop;
        this.label = label;
        this.responseTimeout = responseTimeout;
        this.mapping = mapping;
        this.deadlines = new ResponseDeadlines(loop, responseTimeout);
        this.completed = completed.orElse(null);
    }

    AddressMapping mapping() {
        return mapping;
    }

    ResponseDeadlines deadlines() {
        return deadlines;
    }

    /// `reason` continues a sentence about the server.
    OwnAnswer badResponse(String reason) {
        return OwnAnswer.badResponse(label, reason);
    }

    OwnAnswer silent() {
        return OwnAnswer.silent(label, responseTimeout);
    }

    /// What is to be remembered of a request until it is over; null where nobody asks.
    @Nullable RequestRecord record(Fields head) {
        return completed == null ? null : new RequestRecord(head, loop.ticker().nanoTime());
    }

    void completed(RequestRecord record, long bytesReceived) {
        if (completed != null) {
            completed.accept(record.completed(bytesReceived, loop.ticker().nanoTime()));
        }
    }
}

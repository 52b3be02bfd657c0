package io.portsicle.agent.local.exchange;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.time.Duration;

/// What is remembered of a request until it is a [CompletedRequest]. Event loop only.
final class RequestRecord {
    private final String method;
    private final String path;
    private final long startNanos;
    private int status;
    private long sent;

    RequestRecord(Fields head, long nowNanos) {
        String target = head.value(KnownField.PATH);
        String name = head.value(KnownField.METHOD);
        this.method = name == null ? "" : name;
        this.path = target == null ? "" : withoutQuery(target);
        this.startNanos = nowNanos;
    }

    void answered(int newStatus) {
        status = newStatus;
    }

    void sent(int bytes) {
        sent += bytes;
    }

    CompletedRequest completed(long received, long nowNanos) {
        Duration took = Duration.ofNanos(nowNanos - startNanos);
        return new CompletedRequest(method, path, status, received, sent, took);
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}

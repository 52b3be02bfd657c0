package io.portsicle.tunnel.http2;

import io.netty.util.concurrent.FastThreadLocal;
import io.portsicle.tunnel.message.Fields;

import java.util.ArrayDeque;

/// Heads that nobody reads just now, for all connections of an event loop: a head lives as long as
/// the call that hands it on, so connections at rest, however many, need none. On the thread of its
/// event loop.
final class SpareFields {
    private static final FastThreadLocal<ArrayDeque<Fields>> OF_THREAD =
            new FastThreadLocal<>() {
                @Override
                protected ArrayDeque<Fields> initialValue() {
                    return new ArrayDeque<>();
                }
            };

    private SpareFields() {}

    /// A head that nobody else has until it is given back.
    static Fields take() {
        Fields spare = OF_THREAD.get().pollLast();
        return spare == null ? new Fields() : spare;
    }

    static void giveBack(Fields fields) {
        OF_THREAD.get().addLast(fields);
    }
}

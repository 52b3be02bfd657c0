package io.portsicle.tunnel;

import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.IgnoringListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// Ways to answer on the agent's side.
final class Local {
    private Local() {}

    /// Answers with the path of the request.
    static LinkPair.Responder echoPath(Fields head) {
        String path = head.value(KnownField.PATH);
        return (stream, end) -> {
            stream.sendHead(new Fields().add(":status", "200"), false);
            stream.sendData(
                    Unpooled.copiedBuffer("you asked for " + path, StandardCharsets.UTF_8), true);
            return new Silent();
        };
    }

    /// Answers with so many bytes, sent as the stream has room.
    static LinkPair.Responder bytes(long size) {
        return (stream, end) -> {
            Pump pump = new Pump(stream, size);
            stream.sendHead(new Fields().add(":status", "200"), false);
            pump.onRoom();
            return pump;
        };
    }

    /// Answers nothing.
    static LinkPair.Responder never(Silent listener) {
        return (stream, end) -> listener;
    }

    /// Takes what comes, credits it, and remembers how it ended.
    static class Silent extends IgnoringListener {
        final CompletableFuture<StreamEnd> closed = new CompletableFuture<>();

        @Override
        public void onClosed(StreamEnd end) {
            closed.complete(end);
        }
    }

    private static final class Pump extends Silent {
        private static final int PIECE = 10_000;
        private final Http2Stream stream;
        private long left;

        Pump(Http2Stream stream, long size) {
            this.stream = stream;
            this.left = size;
        }

        @Override
        public void onRoom() {
            while (left > 0 && stream.hasRoom()) {
                int size = (int) Math.min(PIECE, left);
                left -= size;
                stream.sendData(Unpooled.wrappedBuffer(new byte[size]), left == 0);
            }
        }
    }
}

package io.portsicle.relay.harness;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A local server that remembers each exchange and lets the test do the answering.
public final class Local implements TestAgent.Local {
    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Answer answer;

    /// What is done when a request's head arrives; on the agent's event loop.
    public interface Answer {
        void to(Exchange exchange);
    }

    private Local(Answer answer) {
        this.answer = answer;
    }

    public static Local answering(Answer answer) {
        return new Local(answer);
    }

    /// Answers every request with 200 and a text.
    public static Local saying(String text) {
        return new Local(exchange -> exchange.respond("200", text));
    }

    /// Leaves the answer to the test.
    public static Local silent() {
        return new Local(exchange -> {});
    }

    @Override
    public StreamListener serve(Http2Stream stream, Fields head, boolean end) {
        Exchange exchange = new Exchange(stream, running, head.copy(), end);
        running.incrementAndGet();
        exchanges.add(exchange);
        answer.to(exchange);
        return exchange;
    }

    /// The next exchange that came.
    public Exchange next() throws InterruptedException {
        Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
        if (exchange == null) {
            throw new AssertionError("no request arrived");
        }
        return exchange;
    }

    /// Exchanges that are not over.
    public int running() {
        return running.get();
    }

    public int waiting() {
        return exchanges.size();
    }

    /// One request, as it arrived.
    public static final class Exchange implements StreamListener {
        private final Http2Stream stream;
        private final AtomicInteger running;
        private final Fields head;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final List<String> trailers = new CopyOnWriteArrayList<>();
        private volatile boolean requestEnded;
        private volatile @Nullable StreamEnd end;
        private volatile boolean reads = true;
        private Runnable whenEnded = () -> {};
        private final AtomicInteger received = new AtomicInteger();

        Exchange(Http2Stream stream, AtomicInteger running, Fields head, boolean end) {
            this.stream = stream;
            this.running = running;
            this.head = head;
            this.requestEnded = end;
        }

        public Fields head() {
            return head;
        }

        /// The values of a field, in order, joined by `|`.
        public String field(String name) {
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < head.count(); i++) {
                if (head.name(i).equals(name)) {
                    values.append(values.isEmpty() ? "" : "|").append(head.value(i));
                }
            }
            return values.toString();
        }

        public String body() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        public int received() {
            return received.get();
        }

        public List<String> trailers() {
            return trailers;
        }

        public boolean isRequestEnded() {
            return requestEnded;
        }

        public @Nullable StreamEnd end() {
            return end;
        }

        /// From now on nothing is read of the request: no credit is given.
        public Exchange stopReading() {
            reads = false;
            return this;
        }

        /// Runs `action` on the agent's loop when the request has been read to its end.
        public void whenEnded(Runnable action) {
            whenEnded = action;
            ended(requestEnded);
        }

        /// Reads again.
        public void readOn() {
            reads = true;
        }

        public Exchange respond(String status, String text) {
            Fields fields = new Fields().add(KnownField.STATUS, status);
            fields.add(KnownField.CONTENT_LENGTH, Integer.toString(text.length()));
            return head(fields, text.isEmpty()).finishWith(text);
        }

        public Exchange head(Fields fields, boolean ended) {
            onLoop(() -> stream.sendHead(fields, ended));
            return this;
        }

        public Exchange head(String status, String... fields) {
            Fields made = new Fields().add(KnownField.STATUS, status);
            for (int i = 0; i < fields.length; i += 2) {
                made.add(fields[i], fields[i + 1]);
            }
            return head(made, false);
        }

        public Exchange data(String text, boolean ended) {
            onLoop(
                    () ->
                            stream.sendData(
                                    Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1),
                                    ended));
            return this;
        }

        public Exchange trailers(String name, String value) {
            onLoop(() -> stream.sendTrailers(new Fields().add(name, value)));
            return this;
        }

        public void onLoop(Runnable action) {
            if (stream.loop().inEventLoop()) {
                action.run();
            } else {
                stream.loop().execute(action);
            }
        }

        public Http2Stream stream() {
            return stream;
        }

        @Override
        public void onHead(Fields fields, boolean ended) {
            throw new AssertionError("a second request head");
        }

        @Override
        public void onData(ByteBuf data, boolean ended) {
            int size = data.readableBytes();
            if (reads) {
                body.writeBytes(ByteBufUtil.getBytes(data));
                stream.credit(size);
            }
            received.addAndGet(size);
            data.release();
            ended(ended);
        }

        @Override
        public void onTrailers(Fields fields) {
            for (int i = 0; i < fields.count(); i++) {
                trailers.add(fields.name(i) + ": " + fields.value(i));
            }
            ended(true);
        }

        @Override
        public void onRoom() {}

        @Override
        public void onClosed(StreamEnd why) {
            end = why;
            running.decrementAndGet();
        }

        private void ended(boolean isEnd) {
            if (isEnd) {
                requestEnded = true;
                whenEnded.run();
            }
        }

        private Exchange finishWith(String text) {
            return text.isEmpty() ? this : data(text, true);
        }
    }
}

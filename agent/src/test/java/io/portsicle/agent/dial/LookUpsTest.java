package io.portsicle.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.portsicle.tunnel.Transport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class LookUpsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final LookedUp LATE =
            new LookedUp.Failed("no answer to the name look-up of slow.test within 50 ms");

    private final EventLoopGroup loops = Transport.best().newGroup(1, "look-ups-test");
    private final EventLoop loop = loops.next();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<LookedUp> told = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        answers.countDown();
        Transport.shutDown(loops);
    }

    @Test
    void whoAsksAtTheSameTimeSharesALookUp() throws Exception {
        LookUps lookUps = new LookUps(loop, this::whenAllowed, LONG);
        ask(lookUps, 3);
        answers.countDown();
        for (int i = 0; i < 3; i++) {
            assertThat(next())
                    .isEqualTo(new LookedUp.Found(List.of(InetAddress.getLoopbackAddress())));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void anUnknownNameIsCalledThat() throws Exception {
        LookUps lookUps =
                new LookUps(
                        loop,
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        LONG);
        ask(lookUps, 1);
        assertThat(next()).isEqualTo(new LookedUp.Failed("unknown host slow.test"));
    }

    @Test
    void aResolverThatHangsIsNotWaitedForAndTheNextLookUpIsANewOne() throws Exception {
        LookUps lookUps = new LookUps(loop, this::whenAllowed, SHORT);
        ask(lookUps, 1);
        assertThat(next()).isEqualTo(LATE);
        ask(lookUps, 1);
        assertThat(next()).isEqualTo(LATE);
        Awaitility.await().until(() -> asked.get() == 2);
    }

    @Test
    void noMoreThanEightLookUpsHang() throws Exception {
        LookUps lookUps = new LookUps(loop, this::whenAllowed, SHORT);
        for (int i = 0; i < LookUps.MAX_HANGING + 2; i++) {
            ask(lookUps, 1);
            assertThat(next()).isEqualTo(LATE);
        }
        assertThat(asked).hasValueLessThanOrEqualTo(LookUps.MAX_HANGING);
    }

    @Test
    void lookUpsThatHungAndEndedMakeRoom() throws Exception {
        LookUps lookUps = new LookUps(loop, this::whenAllowed, SHORT);
        for (int i = 0; i < LookUps.MAX_HANGING; i++) {
            ask(lookUps, 1);
            assertThat(next()).isEqualTo(LATE);
        }
        answers.countDown();
        Awaitility.await()
                .untilAsserted(
                        () -> {
                            ask(lookUps, 1);
                            assertThat(next()).isInstanceOf(LookedUp.Found.class);
                        });
    }

    private InetAddress[] whenAllowed(String host) {
        asked.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private void ask(LookUps lookUps, int times) {
        loop.execute(
                () -> {
                    for (int i = 0; i < times; i++) {
                        lookUps.ask("slow.test", told::add);
                    }
                });
    }

    private LookedUp next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }
}

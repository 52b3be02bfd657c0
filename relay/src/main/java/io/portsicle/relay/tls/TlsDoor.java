package io.portsicle.relay.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;

/// The TLS of a relay: each new connection gets the certificates that the files held last.
///
/// Any thread. Contexts that were replaced are kept for one more replacement, so that a connection
/// which is just being set up never meets one that is gone; connections hold their own.
public final class TlsDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

    private final List<WatchedCertificate> watched;
    private final ContextMaker maker;
    private final TlsLimits limits;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile Contexts contexts;
    private @Nullable Contexts replaced;
    private boolean isClosed;

    private TlsDoor(
            List<WatchedCertificate> watched,
            ContextMaker maker,
            TlsLimits limits,
            Contexts contexts) {
        this.watched = watched;
        this.maker = maker;
        this.limits = limits;
        this.contexts = contexts;
    }

    /// Reads certificates, at least one, and offers `protocols` by ALPN, the preferred one first;
    /// blocking.
    public static TlsDoor open(
            List<CertificateFiles> files, TlsLimits limits, List<String> protocols)
            throws UnusableCertificateException {
        return open(files, limits, protocols, ContextMaker.bestProvider());
    }

    static TlsDoor open(
            List<CertificateFiles> files,
            TlsLimits limits,
            List<String> protocols,
            SslProvider provider)
            throws UnusableCertificateException {
        List<WatchedCertificate> watched = new ArrayList<>();
        for (CertificateFiles each : files) {
            watched.add(WatchedCertificate.open(each));
        }
        ContextMaker maker = new ContextMaker(provider, protocols);
        try {
            return new TlsDoor(watched, maker, limits, contexts(watched, maker));
        } catch (SSLException refused) {
            throw UnusableCertificateException.certificate(
                    files.getFirst().certificate(),
                    "certificates that TLS can use: " + refused.getMessage(),
                    refused);
        }
    }

    /// Puts TLS into the pipeline of a new connection, behind what is there; what is read from then
    /// on is decrypted.
    public void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(
                "tls",
                new SniChoice(
                        name -> contexts.byName().map(name),
                        limits.clientHelloBytes(),
                        limits.handshakeTimeout()));
        pipeline.addLast("tls-ending", new TlsEnding());
    }

    /// Looks at the files, on a virtual thread; what has changed there is used for new connections.
    public void look() {
        if (isLooking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("portsicle-certificates").start(this::lookNow);
        }
    }

    /// Gives up the contexts, once no connection begins any longer.
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            contexts.release();
            releaseReplaced();
        }
    }

    private void lookNow() {
        try {
            renew();
        } finally {
            isLooking.set(false);
        }
    }

    /// Reads what has changed; blocking.
    synchronized void renew() {
        boolean hasChanged = false;
        for (WatchedCertificate each : watched) {
            hasChanged |= each.look();
        }
        if (hasChanged && !isClosed) {
            replace();
        }
    }

    private void replace() {
        try {
            Contexts next = contexts(watched, maker);
            releaseReplaced();
            replaced = contexts;
            contexts = next;
        } catch (SSLException refused) {
            LOG.atWarn().setCause(refused).log("the new certificates can't be used; the old stay");
        }
    }

    private void releaseReplaced() {
        if (replaced != null) {
            replaced.release();
            replaced = null;
        }
    }

    private static Contexts contexts(List<WatchedCertificate> watched, ContextMaker maker)
            throws SSLException {
        return Contexts.of(watched.stream().map(WatchedCertificate::current).toList(), maker);
    }
}

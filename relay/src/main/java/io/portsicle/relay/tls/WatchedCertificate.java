package io.portsicle.relay.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/// A certificate as its files have it, or had it when they were last good. One thread at a time;
/// blocking.
final class WatchedCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedCertificate.class);

    private final CertificateFiles files;
    private Stamps seen;
    private KeyedCertificate current;

    private record Stamps(FileStamp certificate, FileStamp key) {
        static Stamps of(CertificateFiles files) {
            return new Stamps(FileStamp.of(files.certificate()), FileStamp.of(files.key()));
        }
    }

    private WatchedCertificate(CertificateFiles files, Stamps seen, KeyedCertificate current) {
        this.files = files;
        this.seen = seen;
        this.current = current;
    }

    /// Reads the files for the first time.
    static WatchedCertificate open(CertificateFiles files) throws UnusableCertificateException {
        Stamps before = Stamps.of(files); // a change while they are read is noticed later
        KeyedCertificate first = KeyedCertificate.read(files);
        warnIfExpired(first);
        return new WatchedCertificate(files, before, first);
    }

    KeyedCertificate current() {
        return current;
    }

    /// Reads the files again where they have changed; true when there is another certificate now.
    /// Files that are no good are told of once.
    boolean look() {
        Stamps now = Stamps.of(files);
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        try {
            current = KeyedCertificate.read(files);
        } catch (UnusableCertificateException broken) {
            LOG.atWarn()
                    .addKeyValue("reason", broken.getMessage())
                    .log("a certificate was replaced by one that is no good; the old one stays");
            return false;
        }
        LOG.atInfo()
                .addKeyValue("file", files.certificate())
                .addKeyValue("until", current.end())
                .log("a certificate was replaced");
        warnIfExpired(current);
        return true;
    }

    private static void warnIfExpired(KeyedCertificate certificate) {
        if (certificate.end().isBefore(Instant.now())) {
            LOG.atWarn()
                    .addKeyValue("file", certificate.files().certificate())
                    .addKeyValue("since", certificate.end())
                    .log("a certificate has expired; visitors and agents refuse it");
        }
    }
}

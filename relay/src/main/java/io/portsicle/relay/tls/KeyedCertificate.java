package io.portsicle.relay.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// A certificate with its chain and its private key, which is an RSA or an ECDSA one. Immutable,
/// any thread.
record KeyedCertificate(CertificateFiles files, List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2; // RFC 5280, 4.2.1.6
    private static final String HOST = "(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*";

    KeyedCertificate {
        chain = List.copyOf(chain);
    }

    /// Reads both files; blocking.
    static KeyedCertificate read(CertificateFiles files) throws UnusableCertificateException {
        List<X509Certificate> chain = chain(files.certificate());
        X509Certificate own = chain.getFirst();
        String kind = own.getPublicKey().getAlgorithm();
        if (!kind.equals("RSA") && !kind.equals("EC")) {
            throw UnusableCertificateException.certificate(
                    files.certificate(),
                    "an RSA or ECDSA certificate, not one with a key of kind " + kind,
                    null);
        }
        return new KeyedCertificate(
                files, chain, new PrivateKeyFile(files, own.getPublicKey()).read());
    }

    boolean isEcdsa() {
        return key.getAlgorithm().equals("EC");
    }

    /// The host names it is good for, in lower case; the first label may be `*`.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (List<?> subject : subjects()) {
            String name = String.valueOf(subject.get(1)).toLowerCase(Locale.ROOT);
            if (subject.get(0).equals(DNS_NAME) && name.matches(HOST)) {
                names.add(name);
            }
        }
        return names;
    }

    /// When it ceases to be good.
    Instant end() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// The chain as Java's older interfaces want it.
    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    /// Never the key.
    @Override
    public String toString() {
        return "KeyedCertificate[" + files.certificate() + "]";
    }

    private Collection<List<?>> subjects() {
        try {
            Collection<List<?>> subjects = chain.getFirst().getSubjectAlternativeNames();
            return subjects == null ? List.of() : subjects;
        } catch (CertificateParsingException spoilt) {
            return List.of();
        }
    }

    private static List<X509Certificate> chain(Path file) throws UnusableCertificateException {
        List<PemFile.Block> blocks = blocks(file);
        List<X509Certificate> chain = new ArrayList<>();
        for (PemFile.Block block : blocks) {
            try {
                chain.add(certificate(block));
            } catch (CertificateException | IllegalArgumentException spoilt) {
                throw UnusableCertificateException.certificate(
                        file,
                        "a PEM file of certificates; number %d in it can't be read"
                                .formatted(chain.size() + 1),
                        spoilt);
            }
        }
        return chain;
    }

    private static List<PemFile.Block> blocks(Path file) throws UnusableCertificateException {
        try {
            List<PemFile.Block> blocks = PemFile.read(file).ending("CERTIFICATE");
            if (blocks.isEmpty()) {
                throw UnusableCertificateException.certificate(
                        file,
                        "a PEM file with a certificate, which has a line -----BEGIN"
                                + " CERTIFICATE-----",
                        null);
            }
            return blocks;
        } catch (IOException failure) {
            throw UnusableCertificateException.certificate(
                    file, PemFile.expectedInsteadOf(failure), failure);
        }
    }

    private static X509Certificate certificate(PemFile.Block block) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.bytes()));
    }
}

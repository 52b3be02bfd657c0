package io.portsicle.cli.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.TrustManagerFactory;

/// Who may vouch for a server's certificate, instead of the platform's authorities.
public record CertificateAuthorities(List<X509Certificate> certificates) {

    private static final long LARGEST = 1024 * 1024;
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    public CertificateAuthorities {
        certificates = List.copyOf(certificates);
    }

    /// Reads the certificates of a PEM file, whatever else stands in it; an
    /// [IllegalArgumentException] says what was expected of the file.
    public static CertificateAuthorities read(Path file) {
        Matcher blocks = PEM.matcher(SmallFile.text(file, LARGEST));
        List<X509Certificate> found = new ArrayList<>();
        while (blocks.find()) {
            found.add(certificate(blocks.group(), found.size() + 1));
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "a PEM file with a certificate, which has a line -----BEGIN CERTIFICATE-----");
        }
        return new CertificateAuthorities(found);
    }

    /// What makes TLS trust these and no others.
    public TrustManagerFactory trust() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has stores in memory", e);
        }
    }

    private static X509Certificate certificate(String pem, int number) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "a PEM file of certificates; number %d in it can't be read".formatted(number),
                    e);
        }
    }
}

package io.portsicle.relay.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCredential;
import io.netty.handler.ssl.OpenSslCredentialBuilder;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// Makes Netty's TLS contexts: TLS 1.2 and 1.3, ciphers with forward secrecy and authenticated
/// encryption only, sessions resumed by tickets. Immutable, any thread; blocking.
final class ContextMaker {
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final char[] NO_PASSWORD = {};
    private static final String REFUSES_RENEGOTIATION =
            "jdk.tls.rejectClientInitiatedRenegotiation";

    private final SslProvider provider;
    private final List<String> protocols;

    /// `protocols` are those of ALPN, the preferred one first.
    ContextMaker(SslProvider provider, List<String> protocols) {
        this.provider = provider;
        this.protocols = List.copyOf(protocols);
    }

    /// OpenSSL where there is a library for this machine, else the JDK.
    static SslProvider bestProvider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /// A context, which the caller releases.
    SslContext make(Offer offer) throws SSLException {
        try {
            return provider == SslProvider.JDK ? ofJdk(offer) : ofOpenSsl(offer);
        } catch (GeneralSecurityException | IOException refused) {
            throw refused instanceof SSLException tls ? tls : new SSLException(refused);
        }
    }

    private SslContext ofJdk(Offer offer) throws GeneralSecurityException, IOException {
        refuseRenegotiation();
        KeyStore store = emptyStore();
        for (KeyedCertificate each : offer.certificates()) {
            store.setKeyEntry("key-" + store.size(), each.key(), NO_PASSWORD, each.chainArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return common(SslContextBuilder.forServer(keys)).build();
    }

    /// With TLS 1.2 the JDK lets visitors begin handshakes over and over, each of which costs them
    /// little and the relay much; OpenSSL does not. There is but this property, which the JDK reads
    /// when it is a server for the first time.
    private static void refuseRenegotiation() {
        if (System.getProperty(REFUSES_RENEGOTIATION) == null) {
            System.setProperty(REFUSES_RENEGOTIATION, "true");
        }
    }

    /// OpenSSL takes what the visitor's words allow of several certificates in their order, and the
    /// one that the context was made for last.
    private SslContext ofOpenSsl(Offer offer) throws GeneralSecurityException, IOException {
        boolean canChoose = OpenSslCredential.isAvailable();
        List<KeyedCertificate> all =
                canChoose ? offer.certificates() : offer.certificates().subList(0, 1);
        KeyedCertificate last = all.getLast();
        SslContextBuilder builder =
                common(SslContextBuilder.forServer(last.key(), last.chainArray()));
        List<OpenSslCredential> preferred =
                all.subList(0, all.size() - 1).stream().map(ContextMaker::credential).toList();
        try {
            SslContext context = builder.addCredentials(preferred).build();
            resumeByTickets((OpenSslSessionContext) context.sessionContext());
            return context;
        } finally {
            preferred.forEach(OpenSslCredential::release);
        }
    }

    private static OpenSslCredential credential(KeyedCertificate certificate) {
        return OpenSslCredentialBuilder.forX509(certificate.key(), certificate.chainArray())
                .build();
    }

    /// The visitor keeps its session itself, under keys that OpenSSL makes and changes every other
    /// day; nothing is kept here. The JDK does the same by default.
    private static void resumeByTickets(OpenSslSessionContext sessions) {
        sessions.setTicketKeys();
        sessions.setSessionCacheEnabled(false);
    }

    private SslContextBuilder common(SslContextBuilder builder)
            throws GeneralSecurityException, IOException {
        return builder.sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .trustManager(nobody())
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                protocols));
    }

    /// Visitors show no certificates. Without this each context would read all authorities of the
    /// platform.
    private static TrustManagerFactory nobody() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(emptyStore());
        return trust;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}

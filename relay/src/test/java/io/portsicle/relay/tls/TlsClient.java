package io.portsicle.relay.tls;

import io.portsicle.relay.harness.Trusting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The JDK's TLS client, with its handshake behind it.
record TlsClient(SSLSocket socket) implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int SMALL = 4096;

    /// What a client says of itself; an empty host is not said, empty lists leave all to the JDK.
    record Words(String host, List<String> versions, List<String> ciphers, List<String> alpn) {
        static Words of(String host) {
            return new Words(host, List.of(), List.of(), List.of());
        }

        Words version(String only) {
            return new Words(host, List.of(only), ciphers, alpn);
        }

        Words cipher(String only) {
            return new Words(host, versions, List.of(only), alpn);
        }

        Words alpn(String... protocols) {
            return new Words(host, versions, ciphers, List.of(protocols));
        }

        private void putInto(SSLParameters parameters) {
            if (!host.isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            if (!versions.isEmpty()) {
                parameters.setProtocols(versions.toArray(String[]::new));
            }
            if (!ciphers.isEmpty()) {
                parameters.setCipherSuites(ciphers.toArray(String[]::new));
            }
            parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        }
    }

    /// Without a session of before, with which the JDK asks for the name of that time.
    static TlsClient call(int port, Words words) throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(SMALL); // whoever does not read is noticed soon
        plain.setSoTimeout(TIMEOUT_MILLIS);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SSLSocket tls =
                (SSLSocket)
                        Trusting.context()
                                .getSocketFactory()
                                .createSocket(plain, null, plain.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        words.putInto(parameters);
        tls.setSSLParameters(parameters);
        try {
            tls.startHandshake();
        } catch (IOException failed) {
            tls.close();
            throw failed;
        }
        return new TlsClient(tls);
    }

    /// What the certificate that was shown is called.
    String certificate() throws IOException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName().substring("CN=".length());
    }

    TlsClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /// Reads until the other side says that this is all; fails where it does not say so.
    byte[] hearToEnd() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /// Says something, and hears it back.
    String echo(String text) throws IOException {
        say(text);
        return new String(
                socket.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

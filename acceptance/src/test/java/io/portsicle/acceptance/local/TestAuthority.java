package io.portsicle.acceptance.local;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority made for one test, and a certificate of it for `localhost`,
/// `demo.localhost` and `corpus.localhost`.
public record TestAuthority(Path folder) {
    private static final String EXTENSIONS =
            "subjectAltName=DNS:localhost,DNS:demo.localhost,DNS:corpus.localhost\n"
                    + "basicConstraints=CA:FALSE\n";

    public static TestAuthority create() {
        Tool.require("openssl");
        try {
            var authority =
                    new TestAuthority(
                            Files.createTempDirectory(
                                    Files.createDirectories(Path.of("target", "tls")), "ca"));
            authority.make();
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path authorityFile() {
        return folder.resolve("ca.pem").toAbsolutePath();
    }

    public Path certificateFile() {
        return folder.resolve("server.pem").toAbsolutePath();
    }

    public Path keyFile() {
        return folder.resolve("server.key").toAbsolutePath();
    }

    /// One more certificate of this authority, in files of its own.
    ///
    /// @param kind what openssl makes the key of, such as `rsa:2048`
    public Certificate issue(String kind, String... hosts) {
        String name = hosts[0].replace("*", "any") + "-" + kind.replaceAll("[^a-z].*", "");
        try {
            Files.writeString(
                    folder.resolve(name + ".extensions"),
                    "subjectAltName=DNS:" + String.join(",DNS:", hosts) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                "openssl req -newkey %s -nodes -subj /CN=%s -keyout %s.key -out %s.csr"
                        .formatted(kind, name, name, name));
        run(
                "openssl x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile %s.extensions -out %s.pem"
                        .formatted(name, name, name));
        return new Certificate(
                name,
                folder.resolve(name + ".pem").toAbsolutePath(),
                folder.resolve(name + ".key").toAbsolutePath());
    }

    /// A certificate's files, and what it is called inside.
    public record Certificate(String name, Path file, Path key) {
        /// The options that have a relay use it.
        public List<String> options() {
            return List.of("--tls-cert", file.toString(), "--tls-key", key.toString());
        }
    }

    /// The options that make a JVM trust this authority and no other.
    public List<String> trustOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trust.p12").toAbsolutePath(),
                "-Djavax.net.ssl.trustStorePassword=password");
    }

    /// The same for a client in this JVM.
    public SSLContext trust() {
        try {
            var trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(
                    KeyStore.getInstance(
                            folder.resolve("trust.p12").toFile(), "password".toCharArray()));
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void make() throws IOException {
        Files.writeString(folder.resolve("extensions"), EXTENSIONS);
        run(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test-Authority -keyout"
                        + " ca.key -out ca.pem");
        run(
                "openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out"
                        + " server.csr");
        run(
                "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
                        + " -extfile extensions -out server.pem");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool")
                        + " -importcert -noprompt -alias ca -file ca.pem -keystore trust.p12"
                        + " -storepass password");
    }

    private void run(String command) {
        try (var process = ChildProcess.start(List.of(command.split(" ")), Map.of(), folder)) {
            if (process.awaitExit() != 0) {
                throw new AssertionError(process.toString());
            }
        }
    }
}

package io.portsicle.relay.harness;

import io.portsicle.relay.tls.CertificateFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates that openssl makes for one test. Each vouches for itself.
public final class TestCertificates {
    private static final String RSA = "rsa:2048";
    private static final String ECDSA = "ec -pkeyopt ec_paramgen_curve:P-256";

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /// In a folder of their own below `target`.
    public static TestCertificates create() {
        try {
            return new TestCertificates(
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target", "certificates")), "made"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /// A certificate for hosts, called by the first of them, in files of the same name.
    public CertificateFiles ecdsa(String... hosts) {
        return make(ECDSA, hosts);
    }

    public CertificateFiles rsa(String... hosts) {
        return make(RSA, hosts);
    }

    /// Runs openssl in the folder; `command` has no quotes.
    public void openssl(String command) {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command.split(" ")));
        run(words);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    private CertificateFiles make(String kind, String... hosts) {
        String name =
                hosts[0].replace("*", "any") + "-" + kind.replaceAll("\\W.*", "") + files().size();
        openssl(
                "req -x509 -newkey %s -nodes -days 2 -subj /CN=%s -addext subjectAltName=DNS:%s -keyout %s.key -out %s.pem"
                        .formatted(kind, name, String.join(",DNS:", hosts), name, name));
        return new CertificateFiles(file(name + ".pem"), file(name + ".key"));
    }

    private List<Path> files() {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}

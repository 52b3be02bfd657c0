package io.portsicle.cli.command;

import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.tls.CertificateFiles;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The certificates of `--listen https://…`, and what becomes of visitors who come without TLS.
final class TlsOptions {

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            split = ",",
            hideParamSyntax = true,
            description =
                    "The certificate for --listen https://..., as PEM, with those that lead to its"
                            + " authority behind it. May be repeated: visitors get the one for the"
                            + " name they ask for, or else the first.")
    private List<Path> certificates = List.of();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            split = ",",
            hideParamSyntax = true,
            description =
                    "The private key of the certificate at the same place, as PEM, RSA or ECDSA."
                            + " Files that are replaced are used without a restart.")
    private List<Path> keys = List.of();

    @Option(
            names = "--https-redirect",
            fallbackValue = "true",
            description =
                    "Send visitors of --listen http://... on to https, and refuse agents that come"
                            + " there. /healthz and /readyz are answered all the same.")
    private boolean httpsRedirect;

    /// Whether all of it fits together and to the addresses.
    void check(CommandSpec spec, List<ListenAddress> listen) {
        problem(listen)
                .ifPresent(
                        text -> {
                            throw new ParameterException(spec.commandLine(), text);
                        });
    }

    /// Each certificate with its key; only after [#check].
    List<CertificateFiles> certificates() {
        List<CertificateFiles> pairs = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            pairs.add(new CertificateFiles(certificates.get(i), keys.get(i)));
        }
        return pairs;
    }

    RelayConfig.PlainHttp plainHttp() {
        return httpsRedirect ? RelayConfig.PlainHttp.REDIRECTED : RelayConfig.PlainHttp.SERVED;
    }

    private Optional<String> problem(List<ListenAddress> listen) {
        if (certificates.size() != keys.size()) {
            return Optional.of(
                    ("--tls-cert is given %d time(s), --tls-key %d; each certificate needs its key"
                                    + " at the same place")
                            .formatted(certificates.size(), keys.size()));
        }
        Optional<ListenAddress> https = listen.stream().filter(ListenAddress::isHttps).findFirst();
        if (https.isPresent() && certificates.isEmpty()) {
            return Optional.of(
                    "--listen %s needs a certificate and its key: --tls-cert FILE --tls-key FILE"
                            .formatted(https.get()));
        }
        if (https.isEmpty() && !certificates.isEmpty()) {
            return Optional.of("--tls-cert is for --listen https://HOST:PORT, which is not given");
        }
        return httpsRedirect ? redirectProblem(listen, https) : Optional.empty();
    }

    private static Optional<String> redirectProblem(
            List<ListenAddress> listen, Optional<ListenAddress> https) {
        if (https.isEmpty()) {
            return Optional.of(
                    "--https-redirect needs an address to send visitors to: --listen"
                            + " https://HOST:PORT");
        }
        return listen.stream().allMatch(ListenAddress::isHttps)
                ? Optional.of(
                        "--https-redirect needs an address to send visitors from: --listen"
                                + " http://HOST:PORT")
                : Optional.empty();
    }
}

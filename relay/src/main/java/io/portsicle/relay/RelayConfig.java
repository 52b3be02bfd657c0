package io.portsicle.relay;

import io.portsicle.relay.tls.CertificateFiles;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a relay runs. Immutable, any thread; what is not set has the default of [#builder()].
///
/// @param listen the addresses to listen on; the first one stands in URLs, or the first with TLS
/// @param certificates what addresses with TLS show, chosen by the name that is asked for
/// @param plainHttp what visitors without TLS get
/// @param domain visitors reach an endpoint at `NAME.domain`
/// @param publicUrl what visitors see where something stands in front of the relay
/// @param admission which agents may register
/// @param start whether another relay may have the addresses already
/// @param dataDir where tokens, the key of resume secrets and the list of live sessions are kept
/// @param threads event loops that carry traffic
public record RelayConfig(
        List<ListenAddress> listen,
        List<CertificateFiles> certificates,
        PlainHttp plainHttp,
        String domain,
        Optional<URI> publicUrl,
        Admission admission,
        Start start,
        Path dataDir,
        RelayLimits limits,
        int threads) {
    /// How a relay takes its addresses.
    public enum Start {
        /// They must be free.
        ALONE,
        /// Another relay of the same user and the same data folder may listen there: this one
        /// listens beside it, waits for its agents, and stays when it ends.
        BESIDE
    }

    /// What happens on addresses without TLS.
    public enum PlainHttp {
        /// Visitors and agents are served.
        SERVED,
        /// Visitors are sent to the address with TLS, and agents are refused.
        REDIRECTED
    }

    /// Refuses what can't be run.
    public RelayConfig {
        listen = List.copyOf(listen);
        certificates = List.copyOf(certificates);
        domain = checkedDomain(domain);
        publicUrl.ifPresent(RelayConfig::checkPublicUrl);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("listen: no address (expected: at least one)");
        }
        if (threads <= 0) {
            throw new IllegalArgumentException("threads: %d (expected: > 0)".formatted(threads));
        }
        checkTls(listen, certificates, plainHttp);
    }

    /// A builder that holds the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// Whether every listen address is this machine's own.
    public boolean isLoopbackOnly() {
        return listen.stream().allMatch(ListenAddress::isLoopback);
    }

    /// Whether all endpoints belong to one person, who may have them side by side in one web
    /// origin: path URLs are served.
    public boolean servesOneOwner() {
        return switch (admission) {
            case Admission.Open open -> true;
            case Admission.OnlyToken only -> true;
            case Admission.Tokens tokens -> isLoopbackOnly();
        };
    }

    private static String checkedDomain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        boolean good = name.length() <= 189; // 253 less the longest name in front and its point
        for (String label : name.split("\\.", -1)) {
            good &= label.matches("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "domain '%s' (expected: a host name such as tunnels.example.com)"
                            .formatted(text));
        }
        return name;
    }

    private static void checkTls(
            List<ListenAddress> listen, List<CertificateFiles> certificates, PlainHttp plainHttp) {
        boolean hasTls = listen.stream().anyMatch(ListenAddress::isHttps);
        if (hasTls && certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "certificates: none (expected: one for the https addresses among %s)"
                            .formatted(listen));
        }
        if (!hasTls && !certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "listen: %s (expected: an https address, because there are certificates)"
                            .formatted(listen));
        }
        boolean isOnlyTls = listen.stream().allMatch(ListenAddress::isHttps);
        if (plainHttp == PlainHttp.REDIRECTED && (!hasTls || isOnlyTls)) {
            throw new IllegalArgumentException(
                    "listen: %s (expected: an http address to redirect from, and an https address)"
                            .formatted(listen));
        }
    }

    private static void checkPublicUrl(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        String path = url.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        boolean plain =
                url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
        if (!http || url.getHost() == null || !bare || !plain) {
            throw new IllegalArgumentException(
                    "public URL '%s' (expected: http:// or https://, a host, and nothing behind it)"
                            .formatted(url));
        }
    }

    /// Collects a configuration; not thread-safe.
    public static final class Builder {
        private static final String DEFAULT_DOMAIN = "localhost";

        private List<ListenAddress> listen = List.of(new ListenAddress("127.0.0.1", 8080));
        private List<CertificateFiles> certificates = List.of();
        private PlainHttp plainHttp = PlainHttp.SERVED;
        private @Nullable String domain;
        private Optional<URI> publicUrl = Optional.empty();
        private Admission admission = new Admission.Tokens();
        private Start start = Start.ALONE;
        private Path dataDir = Path.of(System.getProperty("user.home", "."), ".portsicle", "relay");
        private RelayLimits limits = RelayLimits.DEFAULT;
        private int threads = Runtime.getRuntime().availableProcessors();

        private Builder() {}

        /// The addresses to listen on; default `127.0.0.1:8080`.
        public Builder listen(ListenAddress... addresses) {
            return listen(List.of(addresses));
        }

        /// The addresses to listen on; default `127.0.0.1:8080`.
        public Builder listen(List<ListenAddress> addresses) {
            listen = new ArrayList<>(addresses);
            return this;
        }

        /// What addresses with TLS show; default none, for none have TLS.
        public Builder certificates(List<CertificateFiles> files) {
            certificates = List.copyOf(files);
            return this;
        }

        /// What happens on addresses without TLS; default [PlainHttp#SERVED].
        public Builder plainHttp(PlainHttp what) {
            plainHttp = what;
            return this;
        }

        /// The domain of subdomain URLs; default the public URL's host where that is a name, else
        /// `localhost`.
        public Builder domain(String name) {
            domain = name;
            return this;
        }

        /// What visitors see where something stands in front; default nothing does.
        public Builder publicUrl(URI url) {
            publicUrl = Optional.of(url);
            return this;
        }

        /// Which agents may register; default [Admission.Tokens].
        public Builder admission(Admission which) {
            admission = which;
            return this;
        }

        /// Whether another relay may have the addresses already; default [Start#ALONE].
        public Builder start(Start how) {
            start = how;
            return this;
        }

        /// Where tokens, the key of resume secrets and the list of live sessions are kept; default
        /// `~/.portsicle/relay`.
        public Builder dataDir(Path folder) {
            dataDir = folder;
            return this;
        }

        /// The limits; default [RelayLimits#DEFAULT].
        public Builder limits(RelayLimits all) {
            limits = all;
            return this;
        }

        /// Event loops that carry traffic; default one for each processor.
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /// The configuration.
        ///
        /// @throws IllegalArgumentException naming the value that is wrong
        public RelayConfig build() {
            return new RelayConfig(
                    listen,
                    certificates,
                    plainHttp,
                    domainOrDefault(),
                    publicUrl,
                    admission,
                    start,
                    dataDir,
                    limits,
                    threads);
        }

        private String domainOrDefault() {
            if (domain != null) {
                return domain;
            }
            return publicUrl
                    .map(URI::getHost)
                    .filter(host -> host != null && !isLiteral(host))
                    .orElse(DEFAULT_DOMAIN);
        }

        private static boolean isLiteral(String host) {
            return host.startsWith("[") || host.matches("[0-9.]+");
        }
    }
}

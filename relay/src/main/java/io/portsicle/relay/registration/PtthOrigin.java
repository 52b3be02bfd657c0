package io.portsicle.relay.registration;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.EndpointName;

import java.util.Locale;
import java.util.Optional;

/// Reads the origin that an agent of PTTH registers for (draft-kazuho-ptth-ptth):
/// `http%3A%2F%2Fdemo.localhost%3A8080/`.
final class PtthOrigin {
    private static final String EXPECTED =
            "(expected: the percent-encoded origin of an endpoint, such as"
                    + " http%3A%2F%2FNAME.DOMAIN)";

    private final Domains domains;

    PtthOrigin(Domains domains) {
        this.domains = domains;
    }

    /// What was read.
    sealed interface Read {
        /// The origin is that of an endpoint with this name.
        record Named(EndpointName name) implements Read {}

        /// It is not; the problem is one sentence.
        record Wrong(String problem) implements Read {}
    }

    /// Reads what follows the prefix of the path.
    Read read(String segment) {
        String encoded =
                segment.endsWith("/") ? segment.substring(0, segment.length() - 1) : segment;
        String origin = decoded(encoded).toLowerCase(Locale.ROOT);
        String authority = authority(origin);
        if (!authority.matches("[a-z0-9._-]+(:[0-9]{1,5})?")) {
            return new Read.Wrong("the path names no origin " + EXPECTED);
        }
        Optional<String> label = domains.label(authority);
        if (label.isEmpty()) {
            return new Read.Wrong("the origin is not below this relay's domain " + EXPECTED);
        }
        return EndpointName.problem(label.get())
                .<Read>map(Read.Wrong::new)
                .orElseGet(() -> new Read.Named(new EndpointName(label.get())));
    }

    private static String authority(String origin) {
        if (origin.startsWith("http://")) {
            return origin.substring("http://".length());
        }
        return origin.startsWith("https://") ? origin.substring("https://".length()) : "";
    }

    /// Decodes `%XX`; anything that is no such triple stays and fails later.
    private static String decoded(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int high =
                    text.charAt(i) == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
            int low = high >= 0 ? hex(text.charAt(i + 2)) : -1;
            if (low >= 0) {
                out.append((char) (high * 16 + low));
                i += 2;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static int hex(char c) {
        return Character.digit(c, 16);
    }
}

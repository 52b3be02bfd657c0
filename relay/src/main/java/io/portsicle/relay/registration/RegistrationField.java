package io.portsicle.relay.registration;

import io.portsicle.tunnel.message.Fields;

import java.util.Locale;
import java.util.Optional;

/// The header fields of a registration and its answer (docs/protocol.md).
enum RegistrationField {
    NAME("Portsicle-Name"),
    LINK("Portsicle-Link"),
    LINKS("Portsicle-Links"),
    SESSION("Portsicle-Session"),
    RESUME("Portsicle-Resume"),
    URL("Portsicle-Url"),
    ALSO_AT("Portsicle-Also-At"),
    AGENT("Portsicle-Agent");

    private final String canonical;
    private final String lowerCase;

    RegistrationField(String canonical) {
        this.canonical = canonical;
        this.lowerCase = canonical.toLowerCase(Locale.ROOT);
    }

    String canonical() {
        return canonical;
    }

    /// The first value in a head.
    Optional<String> in(Fields head) {
        for (int i = 0; i < head.count(); i++) {
            if (head.known(i) == null && head.name(i).equals(lowerCase)) {
                return Optional.of(head.value(i));
            }
        }
        return Optional.empty();
    }
}

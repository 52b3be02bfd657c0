package io.portsicle.relay.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a visitor can choose from for the name it asks for: one certificate, or one of each kind,
/// of which ECDSA comes first because it costs a fraction. Immutable, any thread.
record Offer(List<KeyedCertificate> certificates) {
    Offer {
        certificates = List.copyOf(certificates);
    }

    /// The best offer from several certificates for the same name: of each kind the first.
    static Offer of(List<KeyedCertificate> candidates) {
        List<KeyedCertificate> chosen = new ArrayList<>();
        candidates.stream().filter(KeyedCertificate::isEcdsa).findFirst().ifPresent(chosen::add);
        candidates.stream()
                .filter(candidate -> !candidate.isEcdsa())
                .findFirst()
                .ifPresent(chosen::add);
        return new Offer(chosen);
    }

    /// The offer for each name that one of the certificates has; names may begin with `*.`.
    static Map<String, Offer> byName(List<KeyedCertificate> all) {
        Map<String, List<KeyedCertificate>> candidates = new LinkedHashMap<>();
        for (KeyedCertificate each : all) {
            for (String name : each.names()) {
                candidates.computeIfAbsent(name, first -> new ArrayList<>()).add(each);
            }
        }
        Map<String, Offer> offers = new LinkedHashMap<>();
        candidates.forEach((name, list) -> offers.put(name, of(list)));
        return offers;
    }

    /// The offer for whoever names no host, or one that no certificate has: the first certificate,
    /// with one of the other kind for the same host.
    static Offer fallback(List<KeyedCertificate> all) {
        KeyedCertificate first = all.getFirst();
        return of(all.stream().filter(each -> each.names().equals(first.names())).toList());
    }
}

package io.portsicle.relay.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;

/// The TLS context for each name a visitor may ask for: that name's, else that of `*` in place of
/// its first label, else the first certificate's. Immutable, any thread.
final class Contexts {
    private final List<SslContext> all;
    private final Mapping<String, SslContext> byName;

    private Contexts(List<SslContext> all, Mapping<String, SslContext> byName) {
        this.all = all;
        this.byName = byName;
    }

    /// Makes a context for each different offer; the caller releases them.
    static Contexts of(List<KeyedCertificate> certificates, ContextMaker maker)
            throws SSLException {
        Map<Offer, SslContext> made = new HashMap<>();
        try {
            DomainWildcardMappingBuilder<SslContext> names =
                    new DomainWildcardMappingBuilder<>(
                            context(Offer.fallback(certificates), made, maker));
            for (Map.Entry<String, Offer> each : Offer.byName(certificates).entrySet()) {
                names.add(each.getKey(), context(each.getValue(), made, maker));
            }
            return new Contexts(new ArrayList<>(made.values()), names.build());
        } catch (SSLException failed) {
            made.values().forEach(ReferenceCountUtil::release);
            throw failed;
        }
    }

    Mapping<String, SslContext> byName() {
        return byName;
    }

    /// Gives up the contexts; connections that use one go on.
    void release() {
        all.forEach(ReferenceCountUtil::release);
    }

    private static SslContext context(Offer offer, Map<Offer, SslContext> made, ContextMaker maker)
            throws SSLException {
        SslContext known = made.get(offer);
        if (known != null) {
            return known;
        }
        SslContext context = maker.make(offer);
        made.put(offer, context);
        return context;
    }
}

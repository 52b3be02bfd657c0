package io.portsicle.relay.visitor;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time as the Date field has it (RFC 9110, 5.6.7), written once a second. Any thread.
public final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static volatile Second last = new Second(0, "");

    private record Second(long epoch, String text) {}

    private HttpDate() {}

    /// Adds Date to a response that has none: whoever hands it on has to (RFC 9110, 6.6.1).
    public static void addWhereMissing(Fields response) {
        if (!response.has(KnownField.DATE)) {
            response.add(KnownField.DATE, now());
        }
    }

    /// Now.
    static String now() {
        long epoch = System.currentTimeMillis() / 1000;
        Second second = last;
        if (second.epoch() != epoch) {
            second = new Second(epoch, of(Instant.ofEpochSecond(epoch)));
            last = second;
        }
        return second.text();
    }

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}

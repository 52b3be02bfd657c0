package io.portsicle.relay.visitor;

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

    /// Now.
    public static String now() {
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

package io.portsicle.relay.path;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.util.StringJoiner;

/// The cookies of a request on their way to a local server: the relay's own is taken out, and those
/// that [ResponseCookies] had to rename have their names again.
final class RequestCookies {
    private RequestCookies() {}

    /// Changes every Cookie field of a head; HTTP/2 visitors may have several.
    static void forward(Fields head) {
        for (int i = head.count() - 1; i >= 0; i--) {
            if (head.known(i) == KnownField.COOKIE) {
                forward(head, i);
            }
        }
    }

    private static void forward(Fields head, int i) {
        String value = head.value(i);
        if (!PathCookie.isMentioned(value) && !HostCookie.isMentioned(value)) {
            return;
        }
        StringJoiner kept = new StringJoiner("; ");
        for (String pair : value.split(";", -1)) {
            if (!PathCookie.isIts(pair)) {
                kept.add(HostCookie.original(pair.strip()));
            }
        }
        if (kept.length() == 0) {
            head.remove(i);
        } else {
            head.set(i, kept.toString());
        }
    }
}

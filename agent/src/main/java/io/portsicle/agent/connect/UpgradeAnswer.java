package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the answer to an [UpgradeRequest] means: the one place that tells a relay from any other
/// server.
final class UpgradeAnswer {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    /// Another relay may answer at the same address already: which one does is a matter of chance.
    private static final Duration WHILE_DRAINING = Duration.ofMillis(200);

    private UpgradeAnswer() {}

    static UpgradeOutcome read(int status, Fields head, String expectedAccept, Channel channel) {
        if (status == SWITCHING_PROTOCOLS) {
            return switched(head, expectedAccept, channel);
        }
        String code = head.value(KnownField.PORTSICLE_ERROR);
        if ("draining".equals(code)) {
            return new UpgradeOutcome.NotYet(WHILE_DRAINING);
        }
        String retryAfter = head.value(KnownField.RETRY_AFTER);
        if ("name-taken".equals(code) && retryAfter != null && retryAfter.matches("[0-9]{1,2}")) {
            return new UpgradeOutcome.NotYet(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        if (asksForPatience(status)) {
            String why = code == null ? "" : " (" + code + ")";
            return new UpgradeOutcome.Unavailable("it answered " + status + why);
        }
        String location = head.value(KnownField.LOCATION);
        if (code != null) {
            return new UpgradeOutcome.Refused(code, Optional.ofNullable(location));
        }
        String hint = location == null ? "" : " and points to " + location;
        return new UpgradeOutcome.NotARelay("it answered " + status + hint);
    }

    private static UpgradeOutcome switched(Fields head, String expectedAccept, Channel channel) {
        if (!expectedAccept.equals(head.value(KnownField.SEC_WEBSOCKET_ACCEPT))) {
            return new UpgradeOutcome.NotARelay("its Sec-WebSocket-Accept is wrong");
        }
        if (!UpgradeRequest.PROTOCOL.equals(head.value(KnownField.SEC_WEBSOCKET_PROTOCOL))) {
            return new UpgradeOutcome.NotARelay("it speaks another WebSocket protocol");
        }
        Registration registration = registration(head);
        return registration == null
                ? new UpgradeOutcome.NotARelay("its answer names no endpoint")
                : new UpgradeOutcome.Accepted(registration, channel);
    }

    private static @Nullable Registration registration(Fields head) {
        String name = value(head, "portsicle-name");
        URI url = uri(value(head, "portsicle-url"));
        String session = value(head, "portsicle-session");
        String resume = value(head, "portsicle-resume");
        if (name == null || url == null || session == null || resume == null) {
            return null;
        }
        return new Registration(name, url, alsoAt(head), session, resume, links(head));
    }

    /// A relay that does not say how many links a session may have knows only one.
    private static int links(Fields head) {
        String text = value(head, "portsicle-links");
        return text != null && text.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(text) : 1;
    }

    private static List<URI> alsoAt(Fields head) {
        List<URI> found = new ArrayList<>();
        for (int i = 0; i < head.count(); i++) {
            URI uri = head.name(i).equals("portsicle-also-at") ? uri(head.value(i)) : null;
            if (uri != null) {
                found.add(uri);
            }
        }
        return found;
    }

    private static @Nullable String value(Fields head, String name) {
        for (int i = 0; i < head.count(); i++) {
            if (head.name(i).equals(name)) {
                return head.value(i);
            }
        }
        return null;
    }

    private static @Nullable URI uri(@Nullable String text) {
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException e) {
            // As good as absent: the relay's answer is at fault, and whoever asks says so.
            return null;
        }
    }

    private static boolean asksForPatience(int status) {
        return status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
    }
}

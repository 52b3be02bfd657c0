package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.tunnel.message.KnownField;

import java.util.Map;

/// The answer to an agent that asks to register.
public sealed interface Registration {
    /// The agent is in: `upgrade` turns its connection into a link.
    record Accepted(Upgrade upgrade) implements Registration {}

    /// It is not; `code` is for programs, `title` and `detail` are for people, `extra` are further
    /// fields of the response.
    record Refused(
            int status, String code, String title, String detail, Map<KnownField, String> extra)
            implements Registration {
        static Refused badUpgrade(String detail) {
            return new Refused(400, "bad-upgrade", "Bad upgrade", detail, Map.of());
        }

        static Refused noUpgrade(String detail) {
            return new Refused(
                    426,
                    "upgrade-required",
                    "Upgrade required",
                    detail,
                    Map.of(
                            KnownField.UPGRADE,
                            "websocket",
                            KnownField.SEC_WEBSOCKET_VERSION,
                            "13"));
        }

        static Refused badName(String detail) {
            return new Refused(400, "bad-name", "Bad name", detail, Map.of());
        }

        static Refused badToken(String detail) {
            return new Refused(
                    401,
                    "bad-token",
                    "Token refused",
                    detail,
                    Map.of(KnownField.WWW_AUTHENTICATE, "Bearer realm=\"portsicle\""));
        }

        static Refused originNotAllowed() {
            return new Refused(
                    403,
                    "origin-not-allowed",
                    "Not for web pages",
                    "a tunnel is opened by an agent, never by a web page (expected: no Origin"
                            + " field)",
                    Map.of());
        }

        static Refused nameTaken(EndpointName name, boolean held) {
            String detail =
                    held
                            ? "the name '%s' is kept for an agent that lost its link a moment ago"
                            : "the name '%s' is taken by another session";
            return new Refused(409, "name-taken", "Name taken", detail.formatted(name), Map.of());
        }

        static Refused full() {
            return new Refused(
                    503,
                    "full",
                    "Relay full",
                    "this relay carries as many sessions as it may",
                    Map.of(KnownField.RETRY_AFTER, "60"));
        }
    }
}

package io.portsicle.relay.registration;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.session.Opening;
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

        static Refused badLink(String value, int most) {
            return new Refused(
                    400,
                    "bad-link",
                    "Bad link",
                    "Portsicle-Link is '%s' (expected: a number from 0 to %d)"
                            .formatted(value.replaceAll("[^\\x20-\\x7e]", "?"), most - 1),
                    Map.of());
        }

        static Refused nameTaken(EndpointName name, Opening.Why why) {
            return switch (why) {
                case IN_USE -> nameTaken("the name '%s' is taken by another session", name);
                case KEPT ->
                        nameTaken(
                                "the name '%s' is kept for an agent that lost its link a moment"
                                        + " ago",
                                name);
                case DOUBTED -> {
                    Refused refused =
                            nameTaken(
                                    "the name '%s' is another session's of the same owner; whether"
                                            + " that one is still there is being found out",
                                    name);
                    yield refused.with(KnownField.RETRY_AFTER, "2");
                }
            };
        }

        /// The answer to an agent that came without TLS to a relay which sends everybody to
        /// `origin`.
        public static Refused httpsRequired(String origin) {
            return new Refused(
                    403,
                    "https-required",
                    "Not without TLS",
                    "agents come to this relay with TLS only, so that no token crosses in the clear"
                            + " (expected: %s)".formatted(origin),
                    Map.of(KnownField.LOCATION, origin));
        }

        /// The answer of a relay that is about to end.
        public static Refused draining() {
            return new Refused(
                    503,
                    "draining",
                    "Relay draining",
                    "this relay is about to end; another one may answer at the same address",
                    Map.of(KnownField.RETRY_AFTER, "1"));
        }

        private static Refused nameTaken(String detail, EndpointName name) {
            return new Refused(409, "name-taken", "Name taken", detail.formatted(name), Map.of());
        }

        private Refused with(KnownField field, String value) {
            return new Refused(status, code, title, detail, Map.of(field, value));
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

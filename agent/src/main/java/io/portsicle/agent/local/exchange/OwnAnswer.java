package io.portsicle.agent.local.exchange;

import io.portsicle.tunnel.message.ErrorPage;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What the agent answers itself where the local server can't: the one place where a failure gets
/// its status.
///
/// `code` is the value of `Portsicle-Error`; `title` and `detail` are for people.
public record OwnAnswer(int status, String code, String title, String detail) {
    /// No connection.
    public static OwnAnswer unreachable(String address, String reason) {
        return new OwnAnswer(
                502,
                "local-server-unreachable",
                "The local server cannot be reached",
                "The tunnel works, but there is no connection to %s: %s. Is the server running?"
                        .formatted(address, reason));
    }

    /// A server that speaks TLS, but is not known to be the right one.
    public static OwnAnswer untrusted(String address, String reason) {
        return new OwnAnswer(
                502,
                "local-server-untrusted",
                "The local server's certificate is not trusted",
                ("The tunnel works, but the certificate of the server at %s is not trusted: %s. If"
                                + " it is a certificate of your own making, start portsicle with"
                                + " --local-ca FILE, which names who signed it, or with"
                                + " --local-insecure, which takes any.")
                        .formatted(address, reason));
    }

    /// A connection, but no response that can be understood; `reason` continues a sentence about
    /// the server.
    public static OwnAnswer badResponse(String address, String reason) {
        return new OwnAnswer(
                502,
                "local-server-error",
                "The local server gave no proper response",
                "The server at %s %s.".formatted(address, reason));
    }

    /// A connection, but no response at all.
    static OwnAnswer silent(String address, Duration waited) {
        return new OwnAnswer(
                504,
                "local-server-timeout",
                "The local server does not answer",
                "The server at %s took the request and did not answer within %s."
                        .formatted(address, inWords(waited)));
    }

    /// A request that can't be written in HTTP/1.1.
    public static OwnAnswer badRequest(String reason) {
        return new OwnAnswer(400, "bad-request", "The request is malformed", reason + ".");
    }

    /// A request for something that this version can't do.
    static OwnAnswer notImplemented(String what) {
        return new OwnAnswer(
                501,
                "not-implemented",
                "Not supported yet",
                what + " cannot pass this tunnel yet.");
    }

    /// Whether a visitor with that `Accept` would rather read a page than a problem document.
    static boolean prefersHtml(@Nullable String accept) {
        return accept != null && ErrorPage.prefersHtml(new Fields().add(KnownField.ACCEPT, accept));
    }

    byte[] body(boolean html) {
        return page().body(html);
    }

    /// The head of the response; `length` is that of the body, also where HEAD leaves it out.
    Fields head(boolean html, int length) {
        return new Fields()
                .add(KnownField.STATUS, Integer.toString(status))
                .add(KnownField.CONTENT_TYPE, page().contentType(html))
                .add(KnownField.CONTENT_LENGTH, Integer.toString(length))
                .add(KnownField.CACHE_CONTROL, "no-store")
                .add(
                        KnownField.CONTENT_SECURITY_POLICY,
                        "default-src 'none'; style-src 'unsafe-inline'")
                .add(KnownField.PORTSICLE_ERROR, code);
    }

    private ErrorPage page() {
        return ErrorPage.of(status, code, title, detail);
    }

    private static String inWords(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}

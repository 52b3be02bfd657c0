package io.portsicle.relay.path;

import io.portsicle.tunnel.message.ErrorPage;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// What a request tells about the page or file that caused it. A page can't forge these fields, and
/// a program that does learns no more than it would by asking for the endpoint itself.
///
/// For one request; `authority` is the host and port that it names.
record Initiator(String authority, Fields head) {
    /// The path of the page or file that caused the request, where it is on the same host; null
    /// otherwise.
    @Nullable String path() {
        String referer = head.value(KnownField.REFERER);
        HttpUrl url = referer == null ? null : HttpUrl.of(referer);
        return referer != null && url != null && url.isAt(authority)
                ? referer.substring(url.pathStart())
                : null;
    }

    /// Whether a page of another origin caused the request, other than by leading the visitor here:
    /// such a page could find out what the visitor's cookie says.
    boolean isForeign() {
        return isOfOtherOrigin(head.value(KnownField.ORIGIN))
                || isOfOtherSite(head.value(KnownField.SEC_FETCH_SITE)) && !isNavigation();
    }

    /// Whether the visitor goes to the address. Where the browser does not say so, it may be.
    boolean mayBeNavigation() {
        return !head.has(KnownField.SEC_FETCH_MODE) || isNavigation();
    }

    /// Whether the response becomes a page in a tab or a frame.
    boolean wantsPage() {
        int dest = head.find(KnownField.SEC_FETCH_DEST);
        return dest < 0
                ? ErrorPage.prefersHtml(head)
                : head.valueIs(dest, "document")
                        || head.valueIs(dest, "iframe")
                        || head.valueIs(dest, "frame");
    }

    private boolean isNavigation() {
        int mode = head.find(KnownField.SEC_FETCH_MODE);
        return mode >= 0 && head.valueIs(mode, "navigate");
    }

    /// `null` is what a page without Referer has for an origin, too.
    private boolean isOfOtherOrigin(@Nullable String origin) {
        if (origin == null || origin.equals("null")) {
            return false;
        }
        HttpUrl url = HttpUrl.of(origin);
        return url == null || !url.isAt(authority);
    }

    private static boolean isOfOtherSite(@Nullable String site) {
        return "cross-site".equals(site) || "same-site".equals(site);
    }
}

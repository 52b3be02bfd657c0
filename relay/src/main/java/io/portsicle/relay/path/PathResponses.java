package io.portsicle.relay.path;

import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.RefreshField;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Maps the heads of all responses to one request by a path URL, and lets the browser remember the
/// endpoint where the response is a page. Immutable.
///
/// @param remember the value of the relay's own cookie, for a page; null where none is to be set
record PathResponses(UrlMap urls, ResponseCookies cookies, @Nullable String remember)
        implements ResponseMap {
    private static final int NOT_MODIFIED = 304;

    /// For the responses to a request, as the visitor sent it.
    static PathResponses to(PathUrl url, Fields head) {
        String authority = String.valueOf(head.value(KnownField.AUTHORITY));
        UrlMap urls = new UrlMap(url.prefix(), authority);
        boolean isNews =
                !url.name().equals(PathCookie.of(head))
                        && new Initiator(authority, head).wantsPage();
        boolean isSecure = "https".equals(head.value(KnownField.SCHEME));
        return new PathResponses(
                urls,
                new ResponseCookies(urls, url.place()),
                isNews ? PathCookie.remember(url.name(), isSecure) : null);
    }

    @Override
    public StreamListener before(StreamListener listener) {
        return new MappedResponse(this, listener);
    }

    /// Changes a head in place.
    void map(Fields head) {
        LinkFields links = new LinkFields(urls);
        for (int i = head.count() - 1; i >= 0; i--) {
            KnownField name = head.known(i);
            if (name != null && isMapped(name)) {
                put(head, i, mapped(name, head.value(i), links));
            }
        }
        if (remember != null && isPage(head)) {
            head.add(KnownField.SET_COOKIE, remember);
        }
    }

    private static boolean isMapped(KnownField name) {
        return switch (name) {
            case LOCATION, CONTENT_LOCATION, REFRESH, LINK -> true;
            case SET_COOKIE, SERVICE_WORKER_ALLOWED -> true;
            default -> false;
        };
    }

    private @Nullable String mapped(KnownField name, String value, LinkFields links) {
        return switch (name) {
            case REFRESH -> RefreshField.map(value, urls::map);
            case LINK -> links.map(value);
            case SET_COOKIE -> cookies.map(value);
            case SERVICE_WORKER_ALLOWED -> WorkerScope.map(value, urls);
            default -> urls.map(value);
        };
    }

    private static void put(Fields head, int i, @Nullable String value) {
        if (value == null) {
            head.remove(i);
        } else {
            head.set(i, value);
        }
    }

    /// A page that has not changed is a page all the same.
    private static boolean isPage(Fields head) {
        String type = head.value(KnownField.CONTENT_TYPE);
        if (type == null) {
            return head.status() == NOT_MODIFIED;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/html") || lower.startsWith("application/xhtml+xml");
    }
}

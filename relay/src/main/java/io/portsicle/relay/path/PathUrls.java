package io.portsicle.relay.path;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Finds the endpoint that a request on the relay's own host means: the one that its path names,
/// else the one whose page caused it (Referer), else the one whose page the browser showed last
/// (the relay's cookie).
///
/// A request that was found by the page behind it is sent below the prefix, so that what its
/// response loads in turn tells the prefix, and so that the browser adds the endpoint's cookies.
/// Immutable, any thread.
public final class PathUrls {
    /// The largest body that a visitor is made to send twice.
    static final long REPEATED_BODY_BYTES = 1024 * 1024;

    private static final String[] RELAYS_OWN = {"/.well-known/portsicle/", "/.well-known/ptth/"};

    private final Endpoints endpoints;
    private final PathHosts hosts;

    /// Takes the names, and the hosts below which they are paths.
    public PathUrls(Endpoints endpoints, PathHosts hosts) {
        this.endpoints = endpoints;
        this.hosts = hosts;
    }

    /// The route of a request as it came; `authority` is null where an HTTP/1.0 visitor named none.
    public PathRoute route(@Nullable String authority, String path, Fields head) {
        String named = authority == null ? "" : authority;
        if (!hosts.serves(Domains.host(named)) || !path.startsWith("/") || isRelaysOwn(path)) {
            return new PathRoute.Nowhere();
        }
        Mount mount = Mount.of(endpoints, path);
        if (mount != null) {
            return below(mount, path);
        }
        Mount initiator = initiator(new Initiator(named, head), path);
        return initiator == null ? new PathRoute.Nowhere() : toRoot(initiator, path, head);
    }

    private static boolean isRelaysOwn(String path) {
        for (String own : RELAYS_OWN) {
            if (path.startsWith(own)) {
                return true;
            }
        }
        return false;
    }

    private static PathRoute below(Mount mount, String path) {
        String rest = path.substring(mount.prefix().length());
        return mount.holds(path)
                ? new PathRoute.ToEndpoint(mount.lease(), PathUrl.below(mount))
                : new PathRoute.WithSlash("/" + mount.lease().name() + "/" + rest);
    }

    private @Nullable Mount initiator(Initiator initiator, String path) {
        if (isWorkerScript(initiator.head())) { // it would serve every endpoint's pages
            return null;
        }
        String page = initiator.path();
        Mount mount = page == null ? null : Mount.of(endpoints, page);
        if (page != null && mount != null && mount.holds(page)) {
            return mount;
        }
        return initiator.isForeign() || isForTheRelay(initiator, path)
                ? null
                : remembered(initiator.head());
    }

    private static boolean isWorkerScript(Fields head) {
        int field = head.find(KnownField.SERVICE_WORKER);
        return field >= 0 && head.valueIs(field, "script");
    }

    private @Nullable Mount remembered(Fields head) {
        String name = PathCookie.of(head);
        return name == null ? null : Mount.named(endpoints, name);
    }

    /// Whoever goes to the relay's address wants the relay.
    private static boolean isForTheRelay(Initiator initiator, String path) {
        Fields head = initiator.head();
        return (path.equals("/") || path.startsWith("/?"))
                && isRead(head)
                && initiator.mayBeNavigation()
                && !isWebSocket(head);
    }

    private static boolean isRead(Fields head) {
        int method = head.find(KnownField.METHOD);
        return method >= 0 && (head.valueIs(method, "get") || head.valueIs(method, "head"));
    }

    /// A WebSocket can't be sent elsewhere: browsers don't follow.
    private static PathRoute toRoot(Mount mount, String path, Fields head) {
        return isWebSocket(head) || !canBeRepeated(head)
                ? new PathRoute.ToEndpoint(mount.lease(), PathUrl.inPlace(mount, path))
                : new PathRoute.BelowPrefix(mount.prefix() + path);
    }

    private static boolean isWebSocket(Fields head) {
        String wish = head.value(KnownField.UPGRADE);
        return head.has(KnownField.PROTOCOL)
                || wish != null && wish.toLowerCase(Locale.ROOT).contains("websocket");
    }

    /// Whether the visitor can be asked to send the request once more: its body is small, and it
    /// has all of it.
    private static boolean canBeRepeated(Fields head) {
        int length = head.find(KnownField.CONTENT_LENGTH);
        return !head.has(KnownField.TRANSFER_ENCODING)
                && (length < 0 || head.number(length) <= REPEATED_BODY_BYTES);
    }
}

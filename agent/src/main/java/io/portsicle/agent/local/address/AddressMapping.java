package io.portsicle.agent.local.address;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.RefreshField;

/// Makes a visitor look like one of the local server's own address, and the local server's own
/// address in its responses the public one. Development servers refuse hosts and origins that they
/// do not know, and redirect to where they think they are. Immutable, any thread.
public final class AddressMapping {
    private final boolean mapsOrigins;
    private final OwnNames ownNames;
    private final String ownOrigin;
    private final String basePath;

    public AddressMapping(OwnAddress own) {
        this.mapsOrigins = own.rewritesOrigin();
        this.ownNames = new OwnNames(own);
        this.ownOrigin = own.origin();
        this.basePath = own.basePath();
    }

    /// Changes `Origin` and `Referer` of a request where they are the endpoint's own, and takes out
    /// what would contradict them.
    public void toLocal(Fields request, PublicAddress visited) {
        if (!mapsOrigins) {
            return;
        }
        request.removeAll(KnownField.X_FORWARDED_HOST); // Rails refuses hosts there, too
        int origin = request.find(KnownField.ORIGIN);
        if (origin >= 0 && request.value(origin).equalsIgnoreCase(visited.origin())) {
            request.set(origin, ownOrigin);
            hidePublicAddress(request);
        }
        int referer = request.find(KnownField.REFERER);
        if (referer >= 0) {
            mapReferer(request, referer, visited);
        }
    }

    /// Changes the fields of a response that say where something is.
    public void toPublic(Fields response, PublicAddress visited) {
        for (int i = 0; i < response.count(); i++) {
            KnownField name = response.known(i);
            if (name != null && isMapped(name)) {
                map(response, i, name, visited);
            }
        }
    }

    /// Servers compare `Origin` with the address that they believe to have, which some take from
    /// these fields: a request from the endpoint's own page is to look local as a whole.
    private static void hidePublicAddress(Fields request) {
        request.removeAll(KnownField.FORWARDED);
        request.removeAll(KnownField.X_FORWARDED_PROTO);
        request.removeAll(KnownField.X_FORWARDED_PREFIX);
    }

    private void mapReferer(Fields request, int i, PublicAddress visited) {
        String url = request.value(i);
        int path = visited.pathStart(url);
        if (path >= 0) {
            request.set(i, ownOrigin + basePath + asPath(url.substring(path)));
        }
    }

    private void map(Fields response, int i, KnownField name, PublicAddress visited) {
        String value = response.value(i);
        String mapped = mapped(name, value, visited);
        if (!mapped.equals(value)) {
            response.set(i, mapped);
        }
    }

    private boolean isMapped(KnownField name) {
        return switch (name) {
            case LOCATION, CONTENT_LOCATION, REFRESH -> true;
            case ACCESS_CONTROL_ALLOW_ORIGIN -> mapsOrigins;
            default -> false;
        };
    }

    private String mapped(KnownField name, String value, PublicAddress visited) {
        return switch (name) {
            case ACCESS_CONTROL_ALLOW_ORIGIN ->
                    value.equalsIgnoreCase(ownOrigin) ? visited.origin() : value;
            case REFRESH -> RefreshField.map(value, url -> publicUrl(url, visited));
            default -> publicUrl(value, visited);
        };
    }

    /// A reference of the local server as the visitor can follow it.
    private String publicUrl(String reference, PublicAddress visited) {
        int path = ownNames.pathStart(reference);
        if (path >= 0) {
            return visited.base() + asPath(withoutBasePath(reference.substring(path)));
        }
        return isRootRelative(reference) ? publicPath(reference, visited) : reference;
    }

    /// A path that would be read as a host without its base path becomes a whole URL.
    private String publicPath(String path, PublicAddress visited) {
        String shorter = asPath(withoutBasePath(path));
        return isRootRelative(shorter) ? shorter : visited.base() + shorter;
    }

    /// What the base path stands before in requests, it does not in responses.
    private String withoutBasePath(String path) {
        int end = basePath.length();
        boolean isBelow =
                path.startsWith(basePath)
                        && (end == path.length() || "/?#".indexOf(path.charAt(end)) >= 0);
        return isBelow ? path.substring(end) : path;
    }

    private static String asPath(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /// A path of this host, and not `//other.example`, which browsers also read in `/\other`.
    private static boolean isRootRelative(String reference) {
        return reference.startsWith("/")
                && (reference.length() == 1 || "/\\".indexOf(reference.charAt(1)) < 0);
    }
}

package io.portsicle.agent.local.address;

import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The names under which the local server knows itself: host and port of its address, for a
/// loopback address the other names of loopback too, and the `Host` that it is always given.
/// Immutable, any thread.
final class OwnNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEHIND_AUTHORITY = "/?#\\";

    private final String scheme;
    private final Set<String> names = new HashSet<>();

    OwnNames(OwnAddress own) {
        this.scheme = own.scheme();
        add(own.authority());
        own.hostField().ifPresent(this::add);
    }

    /// Where the path starts in an absolute URL of the local server, or -1 where it is no URL of
    /// its. The scheme does not count where the port is the same: a server behind a gateway may
    /// think that its own is the visitor's.
    int pathStart(String url) {
        String urlScheme = scheme(url);
        int slashes = url.startsWith("//") ? 0 : urlScheme.length() + 1;
        if (!url.startsWith("//", slashes)) {
            return -1;
        }
        int start = slashes + 2;
        int end = start;
        while (end < url.length() && BEHIND_AUTHORITY.indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return names.contains(withPort(urlScheme, url.substring(start, end))) ? end : -1;
    }

    private void add(String authority) {
        String own = withPort(scheme, authority);
        names.add(own);
        int port = own.lastIndexOf(':');
        if (isLoopback(own.substring(0, port))) {
            LOOPBACK.forEach(name -> names.add(name + own.substring(port)));
        }
    }

    /// The scheme of a URL in lower case; our own where it has none.
    private String scheme(String url) {
        for (String known : new String[] {"https", "http"}) {
            if (url.regionMatches(true, 0, known + ":", 0, known.length() + 1)) {
                return known;
            }
        }
        return scheme;
    }

    private static String withPort(String scheme, String authority) {
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        String usual = scheme.equals("https") ? ":443" : ":80";
        return (hasPort ? authority : authority + usual).toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address != null && address.isLoopbackAddress();
    }
}

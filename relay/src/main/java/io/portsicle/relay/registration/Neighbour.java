package io.portsicle.relay.registration;

import io.netty.util.NetUtil;
import io.portsicle.relay.endpoint.Domains;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.net.InetSocketAddress;

/// Tells an agent on this machine from one that a proxy on this machine let through.
final class Neighbour {
    private static final KnownField[] LEFT_BY_PROXIES = {
        KnownField.FORWARDED,
        KnownField.VIA,
        KnownField.X_FORWARDED_FOR,
        KnownField.X_FORWARDED_HOST,
        KnownField.X_FORWARDED_PROTO,
        KnownField.X_REAL_IP,
    };

    private Neighbour() {}

    /// Whether the request came from this machine, names it as such, and bears no trace of a proxy.
    static boolean isHere(Fields head, InetSocketAddress remote) {
        if (remote.getAddress() == null || !remote.getAddress().isLoopbackAddress()) {
            return false;
        }
        for (KnownField trace : LEFT_BY_PROXIES) {
            if (head.has(trace)) {
                return false;
            }
        }
        String authority = head.value(KnownField.AUTHORITY);
        return authority == null || isLoopbackName(Domains.host(authority));
    }

    private static boolean isLoopbackName(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")) {
            return true;
        }
        return NetUtil.isValidIpV4Address(host) && host.startsWith("127.");
    }
}

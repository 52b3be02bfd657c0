package io.portsicle.agent.dial;

import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// A host and a port, and what is known of its addresses: the one that worked last comes first.
///
/// Lives on one event loop.
public final class Destination {
    private final String host;
    private final int port;
    private List<InetSocketAddress> addresses;

    /// `host` is a name or an address, IPv6 without brackets.
    public Destination(String host, int port) {
        this.host = host;
        this.port = port;
        this.addresses = withoutLookUp(host, port);
    }

    public String host() {
        return host;
    }

    /// The addresses to try, best first; empty until a look-up was kept.
    List<InetSocketAddress> addresses() {
        return addresses;
    }

    /// Keeps what a look-up found.
    void found(List<InetAddress> resolved) {
        keep(
                AddressOrder.of(resolved).stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
    }

    /// Keeps addresses, best first.
    void keep(List<InetSocketAddress> found) {
        addresses = found;
    }

    /// Remembers which address took the connection.
    void worked(InetSocketAddress address) {
        if (addresses.isEmpty() || addresses.getFirst().equals(address)) {
            return;
        }
        List<InetSocketAddress> better = new ArrayList<>(addresses);
        better.remove(address);
        better.addFirst(address);
        addresses = List.copyOf(better);
    }

    /// None of the addresses worked: a name may have moved, so the next attempt looks it up again.
    void failed() {
        addresses = withoutLookUp(host, port);
    }

    /// `localhost` is this machine whatever a resolver says (RFC 6761, 6.3), and an address needs
    /// no resolver.
    private static List<InetSocketAddress> withoutLookUp(String host, int port) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return List.of(literal("127.0.0.1", port), literal("::1", port));
        }
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return List.of(literal(host, port));
        }
        return List.of();
    }

    private static InetSocketAddress literal(String address, int port) {
        return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), port);
    }
}

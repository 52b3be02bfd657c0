package io.portsicle.agent.dial;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The order in which the addresses of a name are tried (RFC 8305, 4): IPv6 first, then the
/// families by turns, so that a family that does not work costs one head start and not many. Within
/// a family the resolver's order stays.
final class AddressOrder {
    /// A name may have any number of addresses, and more than these would not help.
    static final int MAX_ADDRESSES = 16;

    private AddressOrder() {}

    static List<InetAddress> of(List<InetAddress> resolved) {
        Deque<InetAddress> ip6 = new ArrayDeque<>();
        Deque<InetAddress> ip4 = new ArrayDeque<>();
        for (InetAddress address : resolved) {
            (address instanceof Inet6Address ? ip6 : ip4).add(address);
        }
        List<InetAddress> ordered = new ArrayList<>();
        while (!ip6.isEmpty() || !ip4.isEmpty()) {
            Stream.of(ip6, ip4).map(Deque::poll).filter(Objects::nonNull).forEach(ordered::add);
        }
        return ordered.stream().limit(MAX_ADDRESSES).toList();
    }
}

package io.portsicle.cli.command;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/// This machine as others in its local network see it.
final class LocalNetwork {

    /// Any address beyond the local network (a documentation prefix, RFC 5737); nothing is sent to
    /// it.
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

    private LocalNetwork() {}

    /// The IPv4 address of the interface that leads out, or else of any that is up.
    static Optional<InetAddress> address() {
        return addressTowards(ELSEWHERE).or(LocalNetwork::anyAddress);
    }

    private static Optional<InetAddress> addressTowards(InetSocketAddress there) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(there);
            return Optional.of(socket.getLocalAddress()).filter(LocalNetwork::isUseful);
        } catch (IOException e) {
            return Optional.empty(); // no route leads out; the network may still be there
        }
    }

    private static Optional<InetAddress> anyAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(LocalNetwork::isUseful)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean isUseful(InetAddress address) {
        return address instanceof Inet4Address
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress();
    }
}

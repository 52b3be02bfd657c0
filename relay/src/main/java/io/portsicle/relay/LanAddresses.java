package io.portsicle.relay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// The addresses under which other machines of the local network reach this one.
final class LanAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LanAddresses.class);
    private static final List<String> OF_CONTAINERS = List.of("docker", "br-", "veth", "virbr");

    private LanAddresses() {}

    /// IPv4 literals; loopback where the machine is in no network.
    static List<String> list() {
        List<String> found = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(LanAddresses::isInNetwork)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(LanAddresses::isReachable)
                    .map(InetAddress::getHostAddress)
                    .forEach(found::add);
        } catch (SocketException unknown) {
            LOG.atWarn().setCause(unknown).log("this machine's addresses can't be listed");
        }
        return found.isEmpty() ? List.of("127.0.0.1") : found;
    }

    private static boolean isInNetwork(NetworkInterface network) {
        try {
            return network.isUp()
                    && !network.isLoopback()
                    && OF_CONTAINERS.stream().noneMatch(network.getName()::startsWith);
        } catch (SocketException gone) {
            return false;
        }
    }

    private static boolean isReachable(InetAddress address) {
        return address instanceof Inet4Address && !address.isLinkLocalAddress();
    }
}

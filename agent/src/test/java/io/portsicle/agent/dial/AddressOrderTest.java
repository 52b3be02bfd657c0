package io.portsicle.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

class AddressOrderTest {
    @Test
    void familiesTakeTurnsAndIp6IsFirst() {
        assertThat(order("192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2"))
                .containsExactly(
                        "2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3");
    }

    @Test
    void oneFamilyStaysAsTheResolverOrderedIt() {
        assertThat(order("192.0.2.9", "192.0.2.1")).containsExactly("192.0.2.9", "192.0.2.1");
        assertThat(order("2001:db8::9", "2001:db8::1"))
                .containsExactly("2001:db8::9", "2001:db8::1");
    }

    @Test
    void noMoreThanSixteenAreTried() {
        List<InetAddress> many =
                Collections.nCopies(40, NetUtil.createInetAddressFromIpAddressString("192.0.2.1"));
        assertThat(AddressOrder.of(many)).hasSize(16);
    }

    private static List<String> order(String... addresses) {
        return AddressOrder.of(
                        Stream.of(addresses)
                                .map(NetUtil::createInetAddressFromIpAddressString)
                                .toList())
                .stream()
                .map(NetUtil::toAddressString)
                .toList();
    }
}

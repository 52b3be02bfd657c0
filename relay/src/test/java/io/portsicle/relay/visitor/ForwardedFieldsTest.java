package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;

class ForwardedFieldsTest {
    @Test
    void writesAnIpv6AddressAsEachFieldWantsIt() throws UnknownHostException {
        Fields head = new Fields().add(KnownField.AUTHORITY, "[::1]:8080");
        new ForwardedFields(InetAddress.getByName("2001:db8::7"), "https")
                .addTo(head, VisitorRequest.Version.HTTP_1_1);

        assertThat(head.value(KnownField.X_FORWARDED_FOR)).isEqualTo("2001:db8::7");
        assertThat(head.value(KnownField.X_FORWARDED_PROTO)).isEqualTo("https");
        assertThat(head.value(KnownField.X_FORWARDED_HOST)).isEqualTo("[::1]:8080");
        assertThat(head.value(KnownField.FORWARDED))
                .isEqualTo("for=\"[2001:db8::7]\";proto=https;host=\"[::1]:8080\"");
        assertThat(head.value(KnownField.VIA)).isEqualTo("1.1 portsicle");
    }
}

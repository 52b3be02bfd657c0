package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;

import javax.net.ssl.SSLException;

class NetworkFailureTest {
    @ParameterizedTest
    @CsvSource({
        "Connection refused: /1.2.3.4:5, connection refused",
        "recv(..) failed: Connection reset by peer, connection reset",
        "recvAddress(..) failed with error(-104): Connection reset by peer, connection reset",
        "a message of its own, a message of its own",
    })
    void messagesOfTheSystemBecomeAFewWords(String message, String reason) {
        assertThat(NetworkFailure.reason(new IOException(message))).isEqualTo(reason);
    }

    @Test
    void theKindOfErrorMayBeAllThatIsKnown() {
        assertThat(NetworkFailure.reason(new NoRouteToHostException("x")))
                .isEqualTo("no route to host");
        assertThat(NetworkFailure.reason(new FileNotFoundException("x"))).isEqualTo("no such file");
        assertThat(NetworkFailure.reason(new IOException())).isEqualTo("IOException");
    }

    @Test
    void whatTlsWrapsIsOfTheNetworkAndABugIsNot() {
        var wrapped = new DecoderException(new SSLException("bad record"));
        assertThat(NetworkFailure.isOfNetwork(wrapped)).isTrue();
        assertThat(NetworkFailure.reason(wrapped)).isEqualTo("bad record");
        assertThat(NetworkFailure.isOfNetwork(new IllegalStateException("bug"))).isFalse();
    }
}

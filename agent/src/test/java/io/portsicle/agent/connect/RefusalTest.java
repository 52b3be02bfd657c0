package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.proxy.ProxyAddress;

import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void aWrongProxyPasswordIsNeverTriedAgain() {
        assertThat(refusal("http://me:s3cret@proxy.test:3128", true))
                .isEqualTo(
                        new Refusal(
                                Ending.FAILED,
                                true,
                                "the proxy proxy.test:3128 does not accept this user and"
                                        + " password"));
        assertThat(refusal("http://me:s3cret@proxy.test:3128", false).isFinal()).isTrue();
    }

    @Test
    void aProxyThatAsksWhoComesEndsAnAgentThatWasNeverConnected() {
        assertThat(refusal("http://proxy.test:3128", false))
                .isEqualTo(
                        new Refusal(
                                Ending.FAILED,
                                true,
                                "the proxy proxy.test:3128 asks for a user and password"));
    }

    @Test
    void aProxyThatHasForgottenWhoComesIsAskedAgain() {
        assertThat(refusal("http://proxy.test:3128", true).isFinal()).isFalse();
    }

    private static Refusal refusal(String proxy, boolean wasConnected) {
        return Refusal.ofProxy(ProxyAddress.parse(proxy), wasConnected);
    }
}

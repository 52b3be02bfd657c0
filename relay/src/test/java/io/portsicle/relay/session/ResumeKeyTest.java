package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.token.Owner;

import org.junit.jupiter.api.Test;

class ResumeKeyTest {
    private static final ResumeKey KEY = ResumeKey.of(new byte[32]);
    private static final Identity IDENTITY =
            new Identity("id", new EndpointName("demo"), new Owner.TokenHolder("0a1b2c3d"));

    @Test
    void theSameKeySignsTheSameIdentityAlikeInEveryProcess() {
        // printf 'id\ndemo\ntoken 0a1b2c3d' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00
        assertThat(KEY.secret(IDENTITY).value())
                .isEqualTo("Uxhd9cjxP7UQV_W92AxEiWVvsNmi00S4Wn5turExDv0");
    }

    @Test
    void anotherKeyOrIdentityIsSignedDifferently() {
        Secret secret = KEY.secret(IDENTITY);
        byte[] other = new byte[32];
        other[31] = 1;

        assertThat(ResumeKey.of(other).secret(IDENTITY)).isNotEqualTo(secret);
        assertThat(KEY.secret(new Identity("ie", IDENTITY.name(), IDENTITY.owner())))
                .isNotEqualTo(secret);
        assertThat(KEY.secret(new Identity("id", new EndpointName("dem"), IDENTITY.owner())))
                .isNotEqualTo(secret);
        assertThat(KEY.secret(new Identity("id", IDENTITY.name(), new Owner.Anonymous())))
                .isNotEqualTo(secret);
    }

    @Test
    void aKeyHasThirtyTwoBytes() {
        assertThatThrownBy(() -> ResumeKey.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("31 bytes (expected: 32)");
    }
}

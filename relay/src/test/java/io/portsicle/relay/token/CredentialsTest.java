package io.portsicle.relay.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

class CredentialsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer ptk_x", "bearer  ptk_x", "BEARER ptk_x "})
    void readsABearerToken(String field) {
        assertThat(Credentials.token(field)).contains(new Token("ptk_x"));
    }

    @Test
    void readsTheTokenFromABasicPassword() {
        assertThat(Credentials.token("Basic " + base64("anyone:ptk_x:y")))
                .contains(new Token("ptk_x:y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "ptk_x", "Digest abc", "Basic ***", "Basic YQ=="})
    void readsNothingFromAnythingElse(String field) {
        assertThat(Credentials.token(field)).isEmpty();
    }

    @Test
    void takesAnEmptyPasswordAsNone() {
        assertThat(Credentials.token("Basic " + base64("user:"))).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

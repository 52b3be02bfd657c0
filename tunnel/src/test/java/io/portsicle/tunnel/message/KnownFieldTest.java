package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownFieldTest {
    @ParameterizedTest
    @EnumSource(KnownField.class)
    void everyNameIsFoundWhereverItStands(KnownField field) {
        byte[] inside = ("x" + field + "y").getBytes(US_ASCII);

        assertThat(KnownField.of(inside, 1, inside.length - 1)).isSameAs(field);
        assertThat(KnownField.of(inside, 0, inside.length - 1)).isNull();
        assertThat(KnownField.of(inside, 1, inside.length)).isNull();
    }

    @ParameterizedTest
    @EnumSource(KnownField.class)
    void theUsualCaseDiffersInCaseOnly(KnownField field) {
        assertThat(new String(field.canonical(), US_ASCII)).isEqualToIgnoringCase(field.toString());
        assertThat(field.isPseudo()).isEqualTo(field.toString().startsWith(":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "accepts", "Accept", "x-unknown"})
    void otherNamesAreUnknown(String name) {
        assertThat(KnownField.of(name.getBytes(US_ASCII), 0, name.length())).isNull();
    }
}

package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

class FieldCharsTest {
    @Test
    void valuesAreScannedByEightAsByOne() {
        Random random = new Random(5);
        for (int run = 0; run < 200_000; run++) {
            byte[] a = new byte[random.nextInt(40) + FieldChars.PADDING];
            int end = a.length - FieldChars.PADDING;
            for (int i = 0; i < end; i++) {
                a[i] =
                        (byte)
                                (random.nextInt(12) == 0
                                        ? random.nextInt(256)
                                        : ' ' + random.nextInt(0x5f));
            }
            int from = random.nextInt(end + 1);
            int stop = from;
            while (stop < end && !isControl(a[stop])) {
                stop++;
            }
            assertThat(FieldChars.value(a, from)).isEqualTo(stop);
            assertThat(FieldChars.isValue(a, from, end)).isEqualTo(stop == end);
        }
    }

    private static boolean isControl(byte b) {
        int c = b & 0xff;
        return c < ' ' && c != '\t' || c == 0x7f;
    }

    @Test
    void everyByteHasItsClass() {
        String token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
        for (int c = 0; c < 256; c++) {
            byte[] a = {(byte) c};
            char lower = Character.toLowerCase((char) c);
            boolean inToken = c < 128 && token.indexOf(lower) >= 0;
            assertThat(FieldChars.isToken(a, 0, 1)).as("%02x", c).isEqualTo(inToken);
            assertThat(FieldChars.lowerTokenByte(a[0]))
                    .as("%02x", c)
                    .isEqualTo(inToken ? (byte) lower : 0);
            assertThat(FieldChars.isLowerToken(a, 0, 1))
                    .as("%02x", c)
                    .isEqualTo(inToken && c == lower);
            assertThat(FieldChars.isTarget(a, 0, 1))
                    .as("%02x", c)
                    .isEqualTo(c > ' ' && c < 0x7f && c != '#');
            assertThat(FieldChars.hexDigit(a[0]))
                    .as("%02x", c)
                    .isEqualTo(c < 128 ? Character.digit(c, 16) : -1);
            assertThat(FieldChars.isControl(a[0])).as("%02x", c).isEqualTo(isControl(a[0]));
        }
    }

    @Test
    void aTokenIsPutInLowerCaseAndNoMore() {
        byte[] a = Arrays.copyOf("X-Name_1: Value".getBytes(ISO_8859_1), 15 + FieldChars.PADDING);

        assertThat(FieldChars.lowerToken(a, 0)).isEqualTo(8);

        assertThat(new String(a, 0, 15, ISO_8859_1)).isEqualTo("x-name_1: Value");
    }

    @Test
    void nothingIsNoToken() {
        assertThat(FieldChars.isToken(new byte[1], 0, 0)).isFalse();
        assertThat(FieldChars.isLowerToken(new byte[1], 0, 0)).isFalse();
        assertThat(FieldChars.isTarget(new byte[1], 0, 0)).isFalse();
        assertThat(FieldChars.isValue(new byte[1], 0, 0)).isTrue();
    }
}

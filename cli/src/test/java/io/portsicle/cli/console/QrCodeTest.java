package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

class QrCodeTest {

    private static final int PIXELS = 8;
    private static final int WHITE = 0xffffff;

    @Test
    void aCameraReadsTheUrlBack() throws ReaderException {
        URI url = URI.create("http://192.168.100.200:8080/quiet-otter-7f3k9x/");

        List<String> lines = QrCode.of(url).lines(Palette.NONE).lines().toList();

        assertThat(read(lines)).isEqualTo(url.toString());
    }

    @Test
    void withColoursEachLineEndsAsItBegan() {
        String code = QrCode.of(URI.create("http://10.0.0.1/x/")).lines(Palette.ANSI);

        assertThat(code.lines())
                .allMatch(line -> line.startsWith("\u001b[97;40m") && line.endsWith("\u001b[0m"));
    }

    /// Draws the half blocks as light pixels on a dark screen, as a terminal does.
    private static String read(List<String> lines) throws ReaderException {
        int width = lines.getFirst().length() * PIXELS;
        int height = lines.size() * 2 * PIXELS;
        int[] screen = new int[width * height];
        for (int y = 0; y < height; y++) {
            int row = y / PIXELS;
            for (int x = 0; x < width; x++) {
                char block = lines.get(row / 2).charAt(x / PIXELS);
                boolean isLight = block == '█' || block == (row % 2 == 0 ? '▀' : '▄');
                screen[y * width + x] = isLight ? WHITE : 0;
            }
        }
        RGBLuminanceSource source = new RGBLuminanceSource(width, height, screen);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
    }
}

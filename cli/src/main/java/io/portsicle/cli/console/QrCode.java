package io.portsicle.cli.console;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

import java.net.URI;

/// A URL for the camera of a phone, two rows of modules in each line of half blocks.
final class QrCode {

    /// Modules of light border; the standard asks for four, cameras are content with two.
    private static final int BORDER = 2;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    static QrCode of(URI url) {
        try {
            return new QrCode(Encoder.encode(url.toString(), ErrorCorrectionLevel.L).getMatrix());
        } catch (WriterException e) {
            throw new IllegalStateException("a URL of this length fits any QR code: " + url, e);
        }
    }

    /// The lines of the code. With colours it is dark on light on any theme; without, light blocks
    /// stand for light modules, as on the dark background of most terminals.
    String lines(Palette palette) {
        StringBuilder lines = new StringBuilder();
        for (int y = -BORDER; y < modules.getHeight() + BORDER; y += 2) {
            lines.append(y == -BORDER ? "" : "\n").append(palette.paint("97;40", row(y)));
        }
        return lines.toString();
    }

    private String row(int y) {
        StringBuilder row = new StringBuilder();
        for (int x = -BORDER; x < modules.getWidth() + BORDER; x++) {
            row.append(block(isDark(x, y), isDark(x, y + 1)));
        }
        return row.toString();
    }

    private static char block(boolean isUpperDark, boolean isLowerDark) {
        if (isUpperDark) {
            return isLowerDark ? ' ' : '▄';
        }
        return isLowerDark ? '▀' : '█';
    }

    private boolean isDark(int x, int y) {
        boolean isInside = x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight();
        return isInside && modules.get(x, y) == 1;
    }
}

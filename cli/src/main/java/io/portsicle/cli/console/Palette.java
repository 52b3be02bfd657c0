package io.portsicle.cli.console;

/// Colours of the sixteen that every terminal has, so that the person's own theme applies.
enum Palette {
    NONE {
        @Override
        String paint(String code, String text) {
            return text;
        }
    },
    ANSI {
        @Override
        String paint(String code, String text) {
            return "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    };

    abstract String paint(String code, String text);

    String plain(String text) {
        return text;
    }

    String good(String text) {
        return paint("32", text);
    }

    String warning(String text) {
        return paint("33", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String url(String text) {
        return paint("1;36", text);
    }

    String status(int status, String text) {
        return switch (status / 100) {
            case 1, 2 -> paint("32", text);
            case 3 -> paint("36", text);
            case 4 -> paint("33", text);
            default -> paint("1;31", text);
        };
    }
}

package io.portsicle.relay.path;

/// The Link fields of one head (RFC 8288): the targets, which stand between angle brackets, are
/// mapped; brackets in quoted parameters are none.
final class LinkFields {
    /// Each one may grow by a prefix.
    static final int MOST_TARGETS = 1024;

    private final UrlMap urls;
    private int left = MOST_TARGETS;

    LinkFields(UrlMap urls) {
        this.urls = urls;
    }

    /// Maps the targets in a value.
    String map(String value) {
        StringBuilder mapped = new StringBuilder(value.length() + 64);
        int i = 0;
        while (i < value.length()) {
            int end = endOfPart(value, i);
            mapped.append(
                    isTarget(value, i, end) ? target(value, i, end) : value.substring(i, end));
            i = end;
        }
        return mapped.toString();
    }

    /// A target with its brackets, a quoted text with its quotes, or what stands between those.
    private static int endOfPart(String value, int start) {
        return switch (value.charAt(start)) {
            case '<' -> behind(value, value.indexOf('>', start));
            case '"' -> endOfQuoted(value, start);
            default -> endOfPlain(value, start);
        };
    }

    private static int endOfQuoted(String value, int start) {
        int i = start + 1;
        while (i < value.length() && value.charAt(i) != '"') {
            i += value.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, value.length());
    }

    private static int endOfPlain(String value, int start) {
        int i = start;
        while (i < value.length() && value.charAt(i) != '<' && value.charAt(i) != '"') {
            i++;
        }
        return i;
    }

    private static int behind(String value, int last) {
        return last < 0 ? value.length() : last + 1;
    }

    private boolean isTarget(String value, int start, int end) {
        return value.charAt(start) == '<' && value.charAt(end - 1) == '>' && --left >= 0;
    }

    private String target(String value, int start, int end) {
        return '<' + urls.map(value.substring(start + 1, end - 1)) + '>';
    }
}

package io.portsicle.relay.path;

/// The value of Refresh: seconds and where to go then, `5; url=/next`, as browsers read it (HTML,
/// "shared declarative refresh steps"): the separator may be a comma or a blank, `url=` may be
/// missing, quotes may stand around.
final class RefreshField {
    private RefreshField() {}

    /// Maps the reference in a value.
    static String map(String value, UrlMap urls) {
        int time = skip(value, skip(value, 0, " \t"), "0123456789.");
        int gap = skip(value, time, " \t");
        int afterGap = gap < value.length() && ";,".indexOf(value.charAt(gap)) >= 0 ? gap + 1 : gap;
        if (afterGap == time) {
            return value; // a time alone, or no Refresh at all
        }
        int start = referenceStart(value, skip(value, afterGap, " \t"));
        int end = referenceEnd(value, start);
        return value.substring(0, start)
                + urls.map(value.substring(start, end))
                + value.substring(end);
    }

    private static int referenceStart(String value, int from) {
        int start = from;
        if (value.regionMatches(true, from, "url", 0, 3)) {
            int equals = skip(value, from + 3, " \t");
            if (value.startsWith("=", equals)) {
                start = skip(value, equals + 1, " \t");
            }
        }
        return isQuote(value, start) ? start + 1 : start;
    }

    private static int referenceEnd(String value, int start) {
        int quote = isQuote(value, start - 1) ? value.indexOf(value.charAt(start - 1), start) : -1;
        return quote < 0 ? value.length() : quote;
    }

    private static boolean isQuote(String value, int i) {
        return i >= 0 && i < value.length() && "\"'".indexOf(value.charAt(i)) >= 0;
    }

    private static int skip(String value, int from, String chars) {
        int i = from;
        while (i < value.length() && chars.indexOf(value.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}

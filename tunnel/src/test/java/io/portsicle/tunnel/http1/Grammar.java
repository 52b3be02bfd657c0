package io.portsicle.tunnel.http1;

/// Parts of patterns for what RFC 9110 and RFC 9112 allow: a second opinion on what ours refuses.
final class Grammar {
    static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";
    static final String VALUE = "[\\t -~\\x80-\\xff]*+";
    static final String BLANKS = "[\\t ]*+";

    /// Blanks in a response, where a line may go on in the next.
    static final String FOLDABLE_BLANKS = "(?:[ \\t]|\\r?\\n[ \\t])*";

    static final String TARGET = "[!-~&&[^#]]++";
    static final String AUTHORITY =
            "([\\w.~-]++|\\[[\\p{XDigit}:.]{2,}+\\])"
                    + "(:([0-5]?\\d{0,4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?";

    /// The empty lines that may stand before a head.
    static final String EMPTY_LINES = "(\\r\\n){0,4}+";

    /// The field lines of a request or of trailers, with the empty line behind them.
    static final String STRICT_LINES = "(" + TOKEN + ":" + VALUE + "\\r\\n)*+\\r\\n";

    /// The field lines of a response: folded, with LF alone, with blanks before the colon.
    static final String PATIENT_LINES =
            ("(" + TOKEN + BLANKS + ":" + VALUE + "(\\r?\\n[ \\t]" + VALUE + ")*+\\r?\\n)*+")
                    + "\\r?\\n";

    private Grammar() {}
}

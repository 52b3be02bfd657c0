package io.portsicle.cli.console;

import static java.lang.Character.ENCLOSING_MARK;
import static java.lang.Character.FORMAT;
import static java.lang.Character.NON_SPACING_MARK;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How many columns of a terminal text takes, and text that is cut to so many.
///
/// Where terminals disagree, as about joined emoji, the answer is the larger one: a line that is
/// too short looks fine, one that wraps does not.
final class Columns {

    private static final String ELLIPSIS = "…";
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final Set<UnicodeScript> WIDE =
            Set.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.BOPOMOFO,
                    UnicodeScript.YI,
                    UnicodeScript.TANGUT);
    private static final int SOFT_HYPHEN = 0xAD;
    private static final int EMOJI_VARIATION = 0xFE0F;

    private Columns() {}

    /// The columns of text without control characters.
    static int of(String text) {
        return text.codePoints().map(Columns::ofCodePoint).sum();
    }

    /// The beginning of the text, if it is too long for so many columns.
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        return columns < 1 ? "" : head(clusters(text), columns - 1) + ELLIPSIS;
    }

    /// Both ends of the text, if it is too long for so many columns.
    static String cutMiddle(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        if (columns < 3) {
            return cut(text, columns);
        }
        List<String> clusters = clusters(text);
        String head = head(clusters, columns / 2);
        return head + ELLIPSIS + tail(clusters, columns - 1 - of(head));
    }

    private static String head(List<String> clusters, int columns) {
        StringBuilder head = new StringBuilder();
        int room = columns;
        for (String cluster : clusters) {
            room -= of(cluster);
            if (room < 0) {
                break;
            }
            head.append(cluster);
        }
        return head.toString();
    }

    private static String tail(List<String> clusters, int columns) {
        StringBuilder tail = new StringBuilder();
        int room = columns;
        for (String cluster : clusters.reversed()) {
            room -= of(cluster);
            if (room < 0) {
                break;
            }
            tail.insert(0, cluster);
        }
        return tail.toString();
    }

    /// What a person takes for one character: a base and its marks stay together.
    private static List<String> clusters(String text) {
        return CLUSTER.matcher(text).results().map(MatchResult::group).toList();
    }

    private static int ofCodePoint(int c) {
        return switch (Character.getType(c)) {
            case NON_SPACING_MARK, ENCLOSING_MARK -> c == EMOJI_VARIATION ? 1 : 0;
            case FORMAT -> c == SOFT_HYPHEN ? 1 : 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        if (c < 0x1100 || isBetween(c, 0xFF61, 0xFFDC)) {
            return false;
        }
        return isBetween(c, 0x3000, 0x33FF) // CJK punctuation and symbols, of no script
                || isBetween(c, 0xFF01, 0xFF60)
                || isBetween(c, 0xFFE0, 0xFFE6)
                || Character.isEmojiPresentation(c)
                || WIDE.contains(UnicodeScript.of(c));
    }

    private static boolean isBetween(int c, int first, int last) {
        return first <= c && c <= last;
    }
}

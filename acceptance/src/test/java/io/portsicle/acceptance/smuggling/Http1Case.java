package io.portsicle.acceptance.smuggling;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a visitor of HTTP/1.1 sends on one connection, and what has to come of it: the statuses of
/// all answers in their order, what becomes of the connection, and what the local server received.
///
/// The local server says `answer` where that is given, else 200.
public record Http1Case(
        String name,
        ByteText sent,
        boolean ends,
        List<Integer> statuses,
        Ending ending,
        Reception reception,
        Optional<Answer> answer) {
    /// What becomes of the visitor's connection behind the answers.
    public enum Ending {
        /// The next request on it is served.
        KEPT,
        /// The relay closes it.
        CLOSED
    }

    private static final Set<String> KEYS =
            Set.of(
                    "case",
                    "why",
                    "send",
                    "send and end",
                    "answer",
                    "early answer",
                    "relay",
                    "local",
                    "local at most");

    /// All cases of the corpus.
    public static List<Http1Case> all() {
        return CaseText.ofFolder("http1").stream().map(Http1Case::of).toList();
    }

    static Http1Case of(CaseText text) {
        text.expectOnly(KEYS);
        text.line("why");
        String[] verdict = text.line("relay").split(" ");
        boolean ends = text.has("send and end");
        return new Http1Case(
                text.origin() + " " + text.line("case"),
                text.bytes(ends ? "send and end" : "send"),
                ends,
                Arrays.stream(verdict).limit(verdict.length - 1).map(Integer::valueOf).toList(),
                ending(text, verdict[verdict.length - 1]),
                Reception.of(text),
                Answer.of(text));
    }

    /// Whether another protocol follows the answer.
    public boolean isUpgraded() {
        return statuses.equals(List.of(101));
    }

    private static Ending ending(CaseText text, String word) {
        return switch (word) {
            case "kept" -> Ending.KEPT;
            case "closed" -> Ending.CLOSED;
            default -> throw text.wrong("'%s' (expected: kept or closed)".formatted(word));
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.portsicle.cli.console;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Requests that had no line of their own, counted by the first digit of their status; 0 stands for
/// visitors who left before there was one.
public record SkippedRequests(Map<Integer, Long> byStatusClass) {

    public SkippedRequests {
        byStatusClass = new TreeMap<>(byStatusClass);
    }

    /// How many requests were skipped in all.
    public long count() {
        return byStatusClass.values().stream().mapToLong(Long::longValue).sum();
    }

    /// For example `1,200 2xx, 34 5xx`.
    String breakdown() {
        return byStatusClass.entrySet().stream()
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String part(int statusClass, long count) {
        String what = statusClass == 0 ? "unanswered" : statusClass + "xx";
        return String.format(Locale.ROOT, "%,d %s", count, what);
    }
}

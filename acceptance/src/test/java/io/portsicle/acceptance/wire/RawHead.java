package io.portsicle.acceptance.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The head of a request or a response: its first line, and its fields in the order they came.
public record RawHead(String startLine, List<RawField> fields) {
    static RawHead parse(String head) {
        String[] lines = head.split("\r\n", -1);
        return new RawHead(
                lines[0],
                Arrays.stream(lines)
                        .skip(1)
                        .filter(line -> !line.isEmpty())
                        .map(RawField::parse)
                        .toList());
    }

    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(RawField::value)
                .toList();
    }

    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    public boolean has(String name, String value) {
        return values(name).stream().anyMatch(value::equalsIgnoreCase);
    }

    /// A response's status.
    public int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    /// A request's method.
    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    /// A request's target, byte for byte.
    public String target() {
        return startLine.substring(startLine.indexOf(' ') + 1, startLine.lastIndexOf(' '));
    }
}

package io.portsicle.acceptance.wire;

/// One field line as it was sent.
public record RawField(String name, String value) {
    static RawField parse(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new AssertionError("a field line without a colon: '" + line + "'");
        }
        return new RawField(line.substring(0, colon), line.substring(colon + 1).strip());
    }
}

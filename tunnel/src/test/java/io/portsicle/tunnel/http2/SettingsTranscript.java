package io.portsicle.tunnel.http2;

import io.portsicle.tunnel.fuzz.Transcript;

import java.util.TreeMap;

/// The settings of one frame in the order of their numbers, the last value of each: Netty keeps
/// them so.
final class SettingsTranscript {
    private final TreeMap<Integer, Long> values = new TreeMap<>();

    void clear() {
        values.clear();
    }

    void put(int setting, long value) {
        values.put(setting, value);
    }

    /// Writes them and forgets them.
    void writeTo(Transcript seen) {
        seen.mark('S');
        values.forEach((setting, value) -> seen.number(setting).number(value));
        values.clear();
    }
}

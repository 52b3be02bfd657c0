package io.portsicle.tunnel.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.message.Fields;

import java.util.ArrayList;
import java.util.List;

/// Heads as text, for tests.
final class Messages {
    private Messages() {}

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    /// `name: value` of every field, in order.
    static List<String> lines(Fields head) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < head.count(); i++) {
            lines.add(head.name(i) + ": " + head.value(i));
        }
        return lines;
    }

    /// The fields of `lines`, each `name: value`.
    static Fields fields(String... lines) {
        Fields fields = new Fields();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            fields.add(line.substring(0, colon), line.substring(colon + 2));
        }
        return fields;
    }
}

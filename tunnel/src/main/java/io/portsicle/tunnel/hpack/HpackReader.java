package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Reads HPACK blocks into heads and checks them (RFC 9113, 8.2 and 8.3).
///
/// Blocks as [HpackWriter] makes them are read in place. All others go to Netty's decoder as a
/// whole: plain blocks don't touch the dynamic table, so the two can take turns. One per link, on
/// its event loop.
public final class HpackReader {
    /// What a block came to.
    public enum Outcome {
        /// The head is there and well-formed.
        OK,
        /// The head is larger than was announced: an error of the stream.
        TOO_LARGE,
        /// The block can't be decoded: an error of the connection, COMPRESSION_ERROR.
        MALFORMED,
        /// The block was decoded, the head breaks a rule: an error of the stream, PROTOCOL_ERROR.
        INVALID_FIELD
    }

    private final int maxListSize;
    private final PlainBlock plain = new PlainBlock();

    /// There only once a block needs it: an agent of ours never sends one that does, and ten
    /// thousand tables are many bytes.
    private @Nullable TableBlock table;

    /// `maxListSize` is what was announced as SETTINGS_MAX_HEADER_LIST_SIZE.
    public HpackReader(int maxListSize) {
        this.maxListSize = maxListSize;
    }

    /// Reads a whole block, which is consumed, into `into`, which is cleared before. After all
    /// outcomes but MALFORMED the next block can be read; the content of `into` counts only after
    /// OK.
    public Outcome read(ByteBuf block, Fields into) {
        Outcome outcome =
                plain.read(block, into, maxListSize)
                        ? plain.outcome()
                        : table(into).read(block, into);
        block.skipBytes(block.readableBytes());
        if (outcome != Outcome.OK) {
            return outcome;
        }
        return HeadRules.accept(into) ? Outcome.OK : Outcome.INVALID_FIELD;
    }

    private TableBlock table(Fields into) {
        if (table == null) {
            table = new TableBlock(maxListSize, into);
        }
        return table;
    }
}

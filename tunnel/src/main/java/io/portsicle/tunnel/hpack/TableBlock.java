package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Reads the blocks that need a dynamic table or Huffman's code, with Netty's decoder; it holds the
/// table.
final class TableBlock {
    private final DefaultHttp2HeadersDecoder decoder;

    TableBlock(int maxListSize) {
        decoder = new DefaultHttp2HeadersDecoder(false, maxListSize);
    }

    HpackReader.Outcome read(ByteBuf block, Fields into) {
        into.clear();
        try {
            for (Map.Entry<CharSequence, CharSequence> field : decode(block)) {
                add(AsciiString.of(field.getKey()), AsciiString.of(field.getValue()), into);
            }
            return HpackReader.Outcome.OK;
        } catch (Http2Exception.HeaderListSizeException tooLarge) {
            return HpackReader.Outcome.TOO_LARGE;
        } catch (Http2Exception malformed) {
            return HpackReader.Outcome.MALFORMED;
        }
    }

    /// The stream's id serves Netty for messages only.
    private Http2Headers decode(ByteBuf block) throws Http2Exception {
        return decoder.decodeHeaders(1, block);
    }

    private static void add(AsciiString name, AsciiString value, Fields into) {
        int start = copy(name, into);
        @Nullable KnownField known = KnownField.of(into.bytes(), start, start + name.length());
        int valueStart = copy(value, into);
        into.mark(known, start, start + name.length(), valueStart, valueStart + value.length());
    }

    private static int copy(AsciiString text, Fields into) {
        int start = into.reserve(text.length());
        System.arraycopy(text.array(), text.arrayOffset(), into.bytes(), start, text.length());
        return start;
    }
}

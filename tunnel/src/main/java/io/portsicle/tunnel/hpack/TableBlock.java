package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// Reads the blocks that need a dynamic table or Huffman's code, with Netty's decoder; it holds the
/// table.
final class TableBlock extends DefaultHttp2HeadersDecoder {
    private Fields into;

    /// `into` is the head that is read first.
    TableBlock(int maxListSize, Fields into) {
        super(false, maxListSize);
        this.into = into;
    }

    HpackReader.Outcome read(ByteBuf block, Fields head) {
        head.clear();
        into = head;
        try {
            decodeHeaders(1, block); // the stream's id serves Netty for messages only
            return HpackReader.Outcome.OK;
        } catch (Http2Exception.HeaderListSizeException tooLarge) {
            return HpackReader.Outcome.TOO_LARGE;
        } catch (Http2Exception malformed) {
            return HpackReader.Outcome.MALFORMED;
        }
    }

    @Override
    protected Http2Headers newHeaders() {
        return new InOrder();
    }

    /// Takes the fields as they come. Netty's container would put pseudo-fields first, wherever
    /// they stood, and so hide what is malformed (RFC 9113, 8.3).
    private final class InOrder extends DefaultHttp2Headers {
        @Override
        public Http2Headers add(CharSequence name, CharSequence value) {
            AsciiString fieldName = AsciiString.of(name);
            int start = copy(fieldName);
            int end = start + fieldName.length();
            @Nullable KnownField known = KnownField.of(into.bytes(), start, end);
            AsciiString fieldValue = AsciiString.of(value);
            int valueStart = copy(fieldValue);
            into.mark(known, start, end, valueStart, valueStart + fieldValue.length());
            return this;
        }

        private int copy(AsciiString text) {
            int start = into.reserve(text.length());
            System.arraycopy(text.array(), text.arrayOffset(), into.bytes(), start, text.length());
            return start;
        }
    }
}

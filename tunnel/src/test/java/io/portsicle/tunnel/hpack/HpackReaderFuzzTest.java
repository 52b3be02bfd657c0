package io.portsicle.tunnel.hpack;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;
import io.portsicle.tunnel.hpack.HpackReader.Outcome;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.IllegalFormatException;
import java.util.Map;
import java.util.function.Predicate;

/// Random sequences of HPACK blocks, so that what the table holds matters.
class HpackReaderFuzzTest {
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
    private static final String FIELD_VALUE =
            "|[!-~\\x80-\\xff]([\\t -~\\x80-\\xff]*[!-~\\x80-\\xff])?";
    private static final String AUTHORITY =
            "([\\w.~-]+|\\[[\\p{XDigit}:.]{2,}\\])(:(\\d{0,4}|[0-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?";

    @Test
    void nettyReadsTheBlocksThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("HpackReader", Blocks::new);
    }

    private static final class Blocks implements Comparison {
        private static final int MAX_BLOCKS = 4;
        private static final int USUAL_LIMIT = 64 * 1024;

        private final RandomBlock maker = new RandomBlock();
        private final int[] ends = new int[MAX_BLOCKS];
        private final Fields fields = new Fields();
        private final Transcript ours = new Transcript();
        private final Transcript nettys = new Transcript();
        private int blocks;
        private int limit;
        private boolean nettyGaveUp;

        @Override
        public void make(Draft draft) {
            maker.newConnection();
            limit = draft.isOdd() ? 40 + draft.below(400) : USUAL_LIMIT;
            blocks = 1 + draft.below(MAX_BLOCKS);
            for (int i = 0; i < blocks; i++) {
                maker.put(draft);
                ends[i] = draft.length();
            }
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            HpackReader reader = new HpackReader(limit);
            DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, true, limit);
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            nettyGaveUp = false;
            Verdict verdict = Verdict.Plain.ALIKE;
            int start = 0;
            for (int i = 0; i < blocks; i++) {
                Outcome outcome = reader.read(in.setIndex(start, ends[i]), fields);
                Verdict one = compare(draft, outcome, decoder, in.setIndex(start, ends[i]));
                verdict = one == Verdict.Plain.ALIKE ? verdict : one;
                if (nettyGaveUp || outcome == Outcome.MALFORMED) {
                    break;
                }
                start = ends[i];
            }
            return verdict;
        }

        private Verdict compare(
                Draft draft, Outcome ourOutcome, DefaultHttp2HeadersDecoder decoder, ByteBuf block)
                throws Exception {
            Http2Headers headers = null;
            Outcome outcome = Outcome.OK;
            Http2Exception why = null;
            try {
                headers = decoder.decodeHeaders(1, block);
            } catch (Http2Exception.HeaderListSizeException tooLarge) {
                outcome = Outcome.TOO_LARGE;
            } catch (Http2Exception refused) {
                outcome =
                        refused.error() == Http2Error.COMPRESSION_ERROR && !isAboutName(refused)
                                ? Outcome.MALFORMED
                                : Outcome.INVALID_FIELD;
                why = refused;
                nettyGaveUp = !Http2Exception.isStreamError(refused);
            }
            if (ourOutcome == Outcome.INVALID_FIELD && headers != null) {
                return stricter(draft, headers);
            }
            if (nettyGaveUp && ourOutcome != Outcome.OK) {
                return Verdict.Plain.NOT_ACCEPTED; // in the middle of the block, ours read it all
            }
            if (ourOutcome != outcome) {
                throw draft.differs(ourOutcome, outcome + " " + why);
            }
            if (headers == null) {
                return Verdict.Plain.NOT_ACCEPTED;
            }
            compareFields(draft, headers);
            return Verdict.Plain.ALIKE;
        }

        /// Netty takes a name that it refuses for the format of its message, and trips over `%`.
        private static boolean isAboutName(Http2Exception refused) {
            return refused.getCause() instanceof IllegalFormatException;
        }

        private void compareFields(Draft draft, Http2Headers headers) {
            ours.clear();
            for (int i = 0; i < fields.count(); i++) {
                KnownField known = fields.known(i);
                if (known != KnownField.AUTHORITY) {
                    byte[] name = known == null ? fields.bytes() : known.bytes();
                    int from = known == null ? fields.nameStart(i) : 0;
                    int to = known == null ? fields.nameEnd(i) : name.length;
                    ours.mark('F')
                            .bytes(name, from, to)
                            .mark(':')
                            .bytes(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
                }
            }
            nettys.clear();
            CharSequence authority = null;
            for (Map.Entry<CharSequence, CharSequence> field : headers) {
                CharSequence name = field.getKey();
                if (RandomBlock.AUTHORITY.contentEquals(name)
                        || RandomBlock.HOST.contentEquals(name)) {
                    authority = field.getValue();
                } else {
                    nettys.mark('F').text(name).mark(':').text(field.getValue());
                }
            }
            if (!ours.matches(nettys)) {
                throw draft.differs(ours, nettys);
            }
            String ourAuthority = fields.value(KnownField.AUTHORITY);
            if (fields.has(KnownField.METHOD) && !same(ourAuthority, authority)) {
                throw draft.differs(ourAuthority, authority);
            }
        }

        private static boolean same(@Nullable String ours, @Nullable CharSequence nettys) {
            return ours == null || nettys == null
                    ? ours == null && nettys == null
                    : ours.equalsIgnoreCase(nettys.toString());
        }

        private static Verdict stricter(Draft draft, Http2Headers headers) {
            for (Stricter reason : Stricter.values()) {
                if (reason.applies.test(headers)) {
                    return reason;
                }
            }
            throw draft.differs(Outcome.INVALID_FIELD, headers);
        }
    }

    /// What Netty hands on, and ours does not: it must mean the same in HTTP/1.1 (RFC 9113, 8.2 and
    /// 8.3).
    private enum Stricter implements Verdict {
        /// Pseudo-fields that make up neither a request nor a response, nor trailers.
        PSEUDO_FIELDS_MISSING(Stricter::isPart),
        /// A method or scheme that is no token, a path that is none, a status of other than three
        /// digits, an authority that two could read in two ways.
        PSEUDO_VALUE(
                head ->
                        isOther(head, ":method", TOKEN)
                                || isOther(head, ":scheme", TOKEN)
                                || isOther(head, ":protocol", TOKEN + "(/" + TOKEN + ")?")
                                || isOther(head, ":path", "/[!-~&&[^#]]*|\\*")
                                || isOther(head, ":status", "[1-9]\\d\\d")
                                || isOther(head, ":authority", AUTHORITY)),
        /// No number, too large a number, or several.
        CONTENT_LENGTH(
                head ->
                        isOther(head, "content-length", "\\d{1,19}")
                                || head.getAll("content-length").size() > 1
                                || head.getLong("content-length", -1) < 0
                                        && head.contains("content-length")),
        /// Several, or another one than `:authority`, or none that can be one.
        HOST(
                head ->
                        head.getAll("host").size() > 1
                                || head.contains("host")
                                        && head.authority() != null
                                        && !AsciiString.contentEqualsIgnoreCase(
                                                head.get("host"), head.authority())
                                || head.authority() == null && isOther(head, "host", AUTHORITY)),
        /// Control characters, blanks at an end.
        VALUE(
                head -> {
                    for (Map.Entry<CharSequence, CharSequence> field : head) {
                        if (!field.getValue().toString().matches(FIELD_VALUE)) {
                            return true;
                        }
                    }
                    return false;
                });

        private final Predicate<Http2Headers> applies;

        Stricter(Predicate<Http2Headers> applies) {
            this.applies = applies;
        }

        private static boolean isPart(Http2Headers head) {
            boolean request = head.method() != null;
            boolean rest = head.scheme() != null && head.path() != null;
            boolean protocol = head.contains(":protocol");
            if (head.status() != null) {
                return request || rest || head.authority() != null || protocol;
            }
            if (!request) {
                return head.scheme() != null
                        || head.path() != null
                        || head.authority() != null
                        || protocol;
            }
            if ("CONNECT".contentEquals(head.method())) {
                return protocol
                        ? !rest
                        : head.scheme() != null || head.path() != null || head.authority() == null;
            }
            return protocol || !rest;
        }

        private static boolean isOther(Http2Headers head, String name, String allowed) {
            CharSequence value = head.get(name);
            return value != null && !value.toString().matches(allowed);
        }
    }
}

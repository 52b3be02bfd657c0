package io.portsicle.tunnel.message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The field names and pseudo-fields that Portsicle has to recognise or that HPACK's static table
/// knows (RFC 7541 Appendix A). A name in this list costs one table look-up instead of a string on
/// the data path.
///
/// Immutable, any thread. A new name is one line here.
public enum KnownField {
    AUTHORITY(":authority", 1),
    METHOD(":method", 2),
    PATH(":path", 4),
    SCHEME(":scheme", 6),
    STATUS(":status", 8),
    PROTOCOL(":protocol", 0),
    ACCEPT_CHARSET("accept-charset", 15),
    ACCEPT_ENCODING("accept-encoding", 16),
    ACCEPT_LANGUAGE("accept-language", 17),
    ACCEPT_RANGES("accept-ranges", 18),
    ACCEPT("accept", 19),
    ACCESS_CONTROL_ALLOW_ORIGIN("access-control-allow-origin", 20),
    AGE("age", 21),
    ALLOW("allow", 22),
    AUTHORIZATION("authorization", 23),
    CACHE_CONTROL("cache-control", 24),
    CONTENT_DISPOSITION("content-disposition", 25),
    CONTENT_ENCODING("content-encoding", 26),
    CONTENT_LANGUAGE("content-language", 27),
    CONTENT_LENGTH("content-length", 28),
    CONTENT_LOCATION("content-location", 29),
    CONTENT_RANGE("content-range", 30),
    CONTENT_TYPE("content-type", 31),
    COOKIE("cookie", 32),
    DATE("date", 33),
    ETAG("etag", 34, "ETag"),
    EXPECT("expect", 35),
    EXPIRES("expires", 36),
    FROM("from", 37),
    HOST("host", 38),
    IF_MATCH("if-match", 39),
    IF_MODIFIED_SINCE("if-modified-since", 40),
    IF_NONE_MATCH("if-none-match", 41),
    IF_RANGE("if-range", 42),
    IF_UNMODIFIED_SINCE("if-unmodified-since", 43),
    LAST_MODIFIED("last-modified", 44),
    LINK("link", 45),
    LOCATION("location", 46),
    MAX_FORWARDS("max-forwards", 47),
    PROXY_AUTHENTICATE("proxy-authenticate", 48),
    PROXY_AUTHORIZATION("proxy-authorization", 49),
    RANGE("range", 50),
    REFERER("referer", 51),
    REFRESH("refresh", 52),
    RETRY_AFTER("retry-after", 53),
    SERVER("server", 54),
    SET_COOKIE("set-cookie", 55),
    STRICT_TRANSPORT_SECURITY("strict-transport-security", 56),
    TRANSFER_ENCODING("transfer-encoding", 57),
    USER_AGENT("user-agent", 58),
    VARY("vary", 59),
    VIA("via", 60),
    WWW_AUTHENTICATE("www-authenticate", 61, "WWW-Authenticate"),
    CONNECTION("connection", 0),
    KEEP_ALIVE("keep-alive", 0),
    PROXY_CONNECTION("proxy-connection", 0),
    TE("te", 0, "TE"),
    TRAILER("trailer", 0),
    UPGRADE("upgrade", 0),
    HTTP2_SETTINGS("http2-settings", 0, "HTTP2-Settings"),
    FORWARDED("forwarded", 0),
    X_FORWARDED_FOR("x-forwarded-for", 0),
    X_FORWARDED_HOST("x-forwarded-host", 0),
    X_FORWARDED_PORT("x-forwarded-port", 0),
    X_FORWARDED_PREFIX("x-forwarded-prefix", 0),
    X_FORWARDED_PROTO("x-forwarded-proto", 0),
    X_FORWARDED_SERVER("x-forwarded-server", 0),
    X_REAL_IP("x-real-ip", 0, "X-Real-IP"),
    ALPN("alpn", 0, "ALPN"),
    CONTENT_SECURITY_POLICY("content-security-policy", 0),
    DNT("dnt", 0, "DNT"),
    ORIGIN("origin", 0),
    PRIORITY("priority", 0),
    SEC_FETCH_DEST("sec-fetch-dest", 0),
    SEC_FETCH_MODE("sec-fetch-mode", 0),
    SEC_FETCH_SITE("sec-fetch-site", 0),
    SEC_FETCH_USER("sec-fetch-user", 0),
    SEC_WEBSOCKET_ACCEPT("sec-websocket-accept", 0, "Sec-WebSocket-Accept"),
    SEC_WEBSOCKET_EXTENSIONS("sec-websocket-extensions", 0, "Sec-WebSocket-Extensions"),
    SEC_WEBSOCKET_KEY("sec-websocket-key", 0, "Sec-WebSocket-Key"),
    SEC_WEBSOCKET_PROTOCOL("sec-websocket-protocol", 0, "Sec-WebSocket-Protocol"),
    SEC_WEBSOCKET_VERSION("sec-websocket-version", 0, "Sec-WebSocket-Version"),
    SERVICE_WORKER("service-worker", 0),
    SERVICE_WORKER_ALLOWED("service-worker-allowed", 0),
    UPGRADE_INSECURE_REQUESTS("upgrade-insecure-requests", 0),
    X_REQUESTED_WITH("x-requested-with", 0),
    PORTSICLE_ERROR("portsicle-error", 0),
    PORTSICLE_METHOD("portsicle-method", 0),
    PORTSICLE_UPGRADE("portsicle-upgrade", 0);

    private static final int TABLE_SIZE = 512;
    private static final @Nullable KnownField[] TABLE = new @Nullable KnownField[TABLE_SIZE];

    static {
        for (KnownField field : values()) {
            int slot = slot(field.bytes, 0, field.bytes.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) & (TABLE_SIZE - 1);
            }
            TABLE[slot] = field;
        }
    }

    private final byte[] bytes;
    private final byte[] canonical;
    private final int staticIndex;

    KnownField(String name, int staticIndex) {
        this(name, staticIndex, titleCase(name));
    }

    KnownField(String name, int staticIndex, String canonical) {
        this.bytes = name.getBytes(StandardCharsets.US_ASCII);
        this.canonical = canonical.getBytes(StandardCharsets.US_ASCII);
        this.staticIndex = staticIndex;
    }

    /// The field whose lower-case name stands in `a` from `from` to `to`, or null.
    public static @Nullable KnownField of(byte[] a, int from, int to) {
        int slot = slot(a, from, to - from);
        for (KnownField field = TABLE[slot]; field != null; field = TABLE[slot]) {
            if (field.matches(a, from, to)) {
                return field;
            }
            slot = (slot + 1) & (TABLE_SIZE - 1);
        }
        return null;
    }

    /// The name in lower case, as HTTP/2 writes it. Not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// The name as HTTP/1.1 software is used to seeing it (`Content-Length`, `ETag`). Not to be
    /// changed.
    public byte[] canonical() {
        return canonical;
    }

    /// The first index of this name in HPACK's static table, or 0 where it has none.
    public int staticIndex() {
        return staticIndex;
    }

    /// Whether this is a pseudo-field (RFC 9113, 8.3).
    public boolean isPseudo() {
        return ordinal() <= PROTOCOL.ordinal();
    }

    /// Whether the field belongs to one connection and never crosses a gateway (RFC 9110, 7.6.1;
    /// RFC 9113, 8.2.2).
    public boolean isHopByHop() {
        return switch (this) {
            case CONNECTION,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE,
                    HTTP2_SETTINGS,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION ->
                    true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private boolean matches(byte[] a, int from, int to) {
        return Arrays.equals(bytes, 0, bytes.length, a, from, to);
    }

    private static int slot(byte[] a, int from, int length) {
        if (length == 0) {
            return 0;
        }
        int hash =
                length * 31 + a[from] * 7 + a[from + length - 1] * 101 + a[from + length / 2] * 13;
        return hash & (TABLE_SIZE - 1);
    }

    private static String titleCase(String name) {
        StringBuilder title = new StringBuilder(name);
        for (int i = 0; i < title.length(); i++) {
            if (i == 0 || title.charAt(i - 1) == '-') {
                title.setCharAt(i, Character.toUpperCase(title.charAt(i)));
            }
        }
        return title.toString();
    }
}

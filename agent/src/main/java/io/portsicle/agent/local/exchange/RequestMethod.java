package io.portsicle.agent.local.exchange;

import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The methods whose meaning matters on the way to the local server (RFC 9110, 9); every other one
/// passes as OTHER.
public enum RequestMethod {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    TRACE,
    CONNECT,
    OTHER;

    private static final RequestMethod[] ALL = values();

    private final byte[] name = name().getBytes(StandardCharsets.US_ASCII);

    /// The method of a request head; OTHER where it has none.
    public static RequestMethod of(Fields head) {
        int i = head.find(KnownField.METHOD);
        if (i < 0) {
            return OTHER;
        }
        byte[] bytes = head.bytes();
        int from = head.valueStart(i);
        int to = head.valueEnd(i);
        for (RequestMethod method : ALL) {
            if (Arrays.equals(method.name, 0, method.name.length, bytes, from, to)) {
                return method;
            }
        }
        return OTHER;
    }

    /// Gives the head of an extended CONNECT (RFC 8441) the method that it stands for; false where
    /// that is malformed.
    public static boolean restore(Fields head) {
        int i = head.find(KnownField.PORTSICLE_METHOD);
        if (i < 0) {
            head.set(KnownField.METHOD, GET.name());
            return true;
        }
        if (!FieldChars.isToken(head.bytes(), head.valueStart(i), head.valueEnd(i))) {
            return false;
        }
        head.set(KnownField.METHOD, head.value(i));
        head.removeAll(KnownField.PORTSICLE_METHOD);
        return true;
    }

    /// Whether sending it twice does what sending it once does (RFC 9110, 9.2.2).
    public boolean isIdempotent() {
        return switch (this) {
            case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
            case POST, PATCH, CONNECT, OTHER -> false;
        };
    }

    /// Whether servers look for a body, so that its absence is said with `Content-Length: 0` (RFC
    /// 9110, 8.6).
    boolean anticipatesBody() {
        return this == POST || this == PUT || this == PATCH;
    }
}

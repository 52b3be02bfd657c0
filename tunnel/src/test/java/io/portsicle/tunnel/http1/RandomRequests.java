package io.portsicle.tunnel.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes requests from parts that parsers disagree about, then breaks some of them.
final class RandomRequests {
    private static final String[] METHODS = {
        "GET", "POST", "HEAD", "OPTIONS", "get", "M-SEARCH", "CONNECT", "PRI"
    };
    private static final String[] TARGETS = {
        "/",
        "/a?b=c&d",
        "//x/y",
        "/%2F/..",
        "*",
        "http://b/c",
        "http://b",
        "https://b?c",
        "/a@b:80",
        "/a;b\\c",
        "/\"<>|^`{}",
        "a:80",
        "http://u@b/",
        "/#f"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/1.2",
        "HTTP/2.0",
        "http/1.1"
    };
    private static final String[] LINES = {
        "Host: a",
        "host:b:80",
        "Accept: */*",
        "X-A: 1",
        "x-a:\t2 ",
        "Empty:",
        "Cookie: a=b; c=d",
        "Connection: close",
        "Connection: keep-alive, x",
        "Connection: upgrade",
        "Expect: 100-continue",
        "Content-Length: 5",
        "Content-Length: 0",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: 05",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding : chunked",
        " folded: 1",
        "\tfolded",
        "Host: a/b",
        "Bad Name: 1",
        "Transfer-Encoding:\u000bchunked",
        "Trailer: x"
    };
    private static final String[] LINE_ENDS = {"\r\n", "\n", "\r", "\r\r\n"};
    private static final String[] SIZES = {
        "5", "05", "5;x=y", "+5", "0x5", "5 ", " 5", "5;\"", "00000000000000005", "6", "5\n"
    };
    private static final String[] TRAILERS = {
        "", "", "", "X-Sum: 1\r\n", "X-Sum : 1\r\n", " x\r\n", "a: b\r\nc: d\r\n"
    };
    private static final String BREAKERS =
            "\r\n \t:,;+-0x5aA/#?%@[]\"\\\u0000\u0001\u000b\u007f\u0085\u00a0\u00ff";
    private static final int HEALTHY_PERCENT = 50;

    private final Random random;

    RandomRequests(Random random) {
        this.random = random;
    }

    String next() {
        StringBuilder request = new StringBuilder(healthy() ? "" : "\r\n");
        request.append(mostly(METHODS))
                .append(' ')
                .append(mostly(TARGETS))
                .append(' ')
                .append(mostly(VERSIONS))
                .append("\r\n");
        List<String> lines = lines();
        for (String line : lines) {
            request.append(line).append(random.nextInt(10) > 0 ? "\r\n" : one(LINE_ENDS));
        }
        request.append("\r\n")
                .append(body(lines))
                .append(random.nextBoolean() ? "" : "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        int wounds = healthy() ? 0 : 1 + random.nextInt(2);
        for (int i = 0; i < wounds; i++) {
            wound(request);
        }
        return request.toString();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            lines.add("Host: demo.localhost:8080");
        }
        int more = random.nextInt(4);
        for (int i = 0; i < more; i++) {
            lines.add(random.nextInt(lines.size() + 1), one(LINES));
        }
        return lines;
    }

    private String body(List<String> lines) {
        if (lines.stream().anyMatch(line -> line.contains("hunked"))) {
            String last = random.nextInt(4) == 0 ? "00;x\r\n" : "0\r\n";
            return mostly(SIZES)
                    + "\r\nhello\r\n"
                    + "3\r\nabc\r\n".repeat(random.nextInt(2))
                    + last
                    + one(TRAILERS)
                    + "\r\n";
        }
        return lines.stream().anyMatch(line -> line.startsWith("Content-Length")) ? "hello" : "";
    }

    private void wound(StringBuilder request) {
        int at = random.nextInt(request.length());
        char breaker = BREAKERS.charAt(random.nextInt(BREAKERS.length()));
        switch (random.nextInt(4)) {
            case 0 -> request.insert(at, breaker);
            case 1 -> request.setCharAt(at, breaker);
            case 2 -> request.deleteCharAt(at);
            default ->
                    request.insert(
                            at,
                            request.substring(
                                    at, Math.min(request.length(), at + random.nextInt(20))));
        }
    }

    private boolean healthy() {
        return random.nextInt(100) < HEALTHY_PERCENT;
    }

    /// The first of them half the time: the others are the odd ones.
    private String mostly(String[] choices) {
        return healthy() ? choices[0] : one(choices);
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}

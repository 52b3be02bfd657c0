package io.portsicle.tunnel.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The body of a response that Portsicle makes itself: a page for people, a problem document (RFC
/// 9457) for programs. Everything is escaped. Immutable, any thread.
///
/// `code` is the value of Portsicle-Error, `title` says what happened, `detail` what to do about
/// it.
public record ErrorPage(int status, String code, String title, String detail) {
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; --paper: #f6f5f2; --card: #fff; --ink: #22262b; --quiet: #666d75; --line: #e3e1dc; --mark: #2f6f8f; }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #15181b; --card: #1d2125; --ink: #e6e8ea; --quiet: #99a1a9; --line: #30363c; --mark: #7fc1de; }
            }
            * { box-sizing: border-box; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink);
              font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            main { width: 100%%; max-width: 36rem; padding: 2.25rem; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--mark); border-radius: .6rem; }
            h1 { margin: 0 0 .75rem; font-size: 1.45rem; line-height: 1.3; font-weight: 650; }
            p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
            footer { margin-top: 1.75rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .875rem; }
            code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
            </style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <footer>HTTP %3$d &middot; <code>%4$s</code> &middot; answered by Portsicle, not by the server behind this address</footer>
            </main>
            </body>
            </html>
            """;

    /// A page.
    public static ErrorPage of(int status, String code, String title, String detail) {
        return new ErrorPage(status, code, title, detail);
    }

    /// Whether the request asks for HTML rather than JSON, as a browser's Accept does and that of
    /// curl does not.
    public static boolean prefersHtml(Fields requestHead) {
        double html = 0;
        double json = 0;
        for (int i = requestHead.find(KnownField.ACCEPT);
                i >= 0;
                i = requestHead.find(KnownField.ACCEPT, i + 1)) {
            for (String range : requestHead.value(i).split(",", -1)) {
                String[] parts = range.split(";", -1);
                switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
                    case "text/html", "application/xhtml+xml" ->
                            html = Math.max(html, quality(parts));
                    case "application/json", "application/problem+json" ->
                            json = Math.max(json, quality(parts));
                    default -> {}
                }
            }
        }
        return html > 0 && html >= json;
    }

    /// The value of Content-Type.
    public String contentType(boolean html) {
        return html ? "text/html; charset=utf-8" : "application/problem+json";
    }

    /// The body, in UTF-8.
    public byte[] body(boolean html) {
        return (html ? html() : json()).getBytes(StandardCharsets.UTF_8);
    }

    private String html() {
        return PAGE.formatted(forHtml(title), forHtml(detail), status, forHtml(code));
    }

    private String json() {
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}\n"
                .formatted(forJson(title), status, forJson(detail), forJson(code));
    }

    /// The weight of a media range (RFC 9110, 12.4.2); a malformed one counts as none.
    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                String weight = parameter.substring(2);
                return weight.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(weight) : 0;
            }
        }
        return 1;
    }

    private static String forHtml(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String forJson(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}

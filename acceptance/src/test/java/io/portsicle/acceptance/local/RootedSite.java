package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.RawHead;
import io.portsicle.tunnel.message.WebSocketKey;

import java.io.IOException;
import java.util.List;

/// A web site that believes to be at the root of its host: every address in it starts with a slash,
/// and with whose it is (`?of=NAME`), so that a request that went astray is noticed. Its picture
/// has `number` pixels, and its title that blue.
public final class RootedSite implements AutoCloseable {
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><title>NAME</title>REFERRER
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/css/site.css?of=NAME">
            <script src="/js/site.js?of=NAME" defer></script>
            <script type="module" src="/js/module.js?of=NAME"></script>
            </head>
            <body>
            <h1>NAME</h1>
            <img src="/img/wide.svg?of=NAME" alt="">
            <a href="/">home</a>
            <form action="/login" method="post"><input name="user" value="ann"></form>
            </body>
            </html>
            """;
    private static final String STYLE =
            """
            @import "/css/more.css?of=NAME";
            @font-face { font-family: Site; src: url("/fonts/site.woff2?of=NAME"); }
            h1 { color: rgb(0, 0, NUMBER); font-family: Site; background: url("/img/back.svg?of=NAME"); }
            """;
    private static final String PICTURE =
            "<svg xmlns='http://www.w3.org/2000/svg' width='NUMBER' height='1'></svg>";

    private final String name;
    private final int number;
    private final RawServer server;

    private RootedSite(String name, int number) {
        this.name = name;
        this.number = number;
        this.server = RawServer.start(this::serve);
    }

    public static RootedSite start(String name, int number) {
        return new RootedSite(name, number);
    }

    public int port() {
        return server.port();
    }

    /// The heads of all requests so far.
    public List<RawHead> requests() {
        return server.requests();
    }

    /// The latest request for that path, whatever its query.
    public RawHead lastRequest(String path) {
        return requests().reversed().stream()
                .filter(request -> path(request).equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not asked for " + path));
    }

    /// Whether the path was asked for.
    public boolean wasAskedFor(String path) {
        return requests().stream().anyMatch(request -> path(request).equals(path));
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(RawHead request, LocalConnection connection) throws IOException {
        if (request.has("upgrade", "websocket")) {
            socket(request, connection);
            return;
        }
        String body = connection.bodyText(request);
        switch (path(request)) {
            case "/", "/dashboard", "/welcome" -> page("", connection);
            case "/quiet" -> page("<meta name=\"referrer\" content=\"no-referrer\">", connection);
            case "/css/site.css", "/css/more.css" -> {
                String css = path(request).equals("/css/site.css") ? STYLE : "p { margin: 0 }";
                typed("text/css", css, connection);
            }
            case "/js/site.js" -> typed("text/javascript", "window.site = 'NAME';", connection);
            case "/js/module.js" ->
                    typed("text/javascript", "import '/js/part.js?of=NAME';", connection);
            case "/js/part.js" -> typed("text/javascript", "window.part = 'NAME';", connection);
            case "/img/wide.svg", "/img/back.svg" -> typed("image/svg+xml", PICTURE, connection);
            case "/fonts/site.woff2" -> typed("font/woff2", "no font", connection);
            case "/api/who" -> typed("text/plain", "NAME " + body, connection);
            case "/login" -> login(request, connection);
            case "/sw.js" ->
                    connection.respond(
                            200,
                            "self.addEventListener('fetch', () => {});",
                            "Content-Type: text/javascript",
                            "Service-Worker-Allowed: /");
            default -> connection.respond(404, "no " + request.target());
        }
    }

    /// Says its name in one text message (RFC 6455, 5.2).
    private void socket(RawHead request, LocalConnection connection) throws IOException {
        String accept = WebSocketKey.accept(request.value("sec-websocket-key").orElseThrow());
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: %s\r\n\r\n\u0081%c%s"
                                .formatted(accept, (char) name.length(), name));
        connection.awaitEnd();
    }

    /// Who comes gets a session; who comes with one is let in.
    private static void login(RawHead request, LocalConnection connection) throws IOException {
        boolean isPost = request.method().equals("POST");
        boolean hasSession = request.values("cookie").stream().anyMatch("sid=1"::equals);
        if (isPost && !hasSession) {
            connection.respond(403, "no session");
        } else {
            connection.respond(
                    303,
                    "",
                    isPost ? "Location: /welcome" : "Location: /",
                    "Set-Cookie: sid=1; Path=/");
        }
    }

    private void page(String referrer, LocalConnection connection) throws IOException {
        typed("text/html; charset=utf-8", PAGE.replace("REFERRER", referrer), connection);
    }

    private void typed(String type, String text, LocalConnection connection) throws IOException {
        String filled = text.replace("NAME", name).replace("NUMBER", Integer.toString(number));
        connection.respond(200, filled, "Content-Type: " + type, "Cache-Control: no-store");
    }

    private static String path(RawHead request) {
        return request.target().split("\\?", 2)[0];
    }
}

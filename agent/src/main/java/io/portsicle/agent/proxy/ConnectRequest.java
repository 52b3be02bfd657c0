package io.portsicle.agent.proxy;

import java.nio.charset.StandardCharsets;

/// What a proxy is asked for: a tunnel to `host` and `port` (RFC 9110, 9.3.6). `host` is without
/// the brackets of an IPv6 address.
public record ConnectRequest(ProxyAddress proxy, String host, int port) {
    /// Host and port, which CONNECT names always, even port 443.
    String target() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    byte[] bytes() {
        String authorization =
                proxy.credentials()
                        .map(known -> "Proxy-Authorization: " + known.basic() + "\r\n")
                        .orElse("");
        return "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\nUser-Agent: portsicle\r\n%2$s\r\n"
                .formatted(target(), authorization)
                .getBytes(StandardCharsets.US_ASCII);
    }
}

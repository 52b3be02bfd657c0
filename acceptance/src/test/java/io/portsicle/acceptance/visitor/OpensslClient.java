package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One run of `openssl s_client` that asks for `/healthz` and waits until the relay has closed.
public record OpensslClient(int exit, String out) {
    private static final String REQUEST =
            "GET /healthz HTTP/1.1\\r\\nHost: relay\\r\\nConnection: close\\r\\n\\r\\n";

    /// `options` have no blanks inside.
    public static OpensslClient run(int port, String... options) {
        String openssl = Tool.require("openssl").toString();
        String words = String.join(" ", options);
        String command =
                "printf '%s' | timeout 30 %s s_client -connect 127.0.0.1:%d -ign_eof %s 2>&1"
                        .formatted(REQUEST, openssl, port, words);
        try (var process = ChildProcess.start(List.of("sh", "-c", command), Map.of())) {
            return new OpensslClient(process.awaitExit(), String.join("\n", process.out()));
        }
    }

    /// Whether the relay answered.
    public boolean isAnswered() {
        return lines().anyMatch("HTTP/1.1 200 OK"::equals);
    }

    /// What the certificate that was shown is called.
    public String certificate() {
        return lines().filter(line -> line.startsWith("subject=CN = "))
                .findFirst()
                .map(line -> line.substring("subject=CN = ".length()))
                .orElse("none");
    }

    /// Whether an earlier session went on.
    public boolean isResumed() {
        return lines().anyMatch(line -> line.startsWith("Reused, "));
    }

    private Stream<String> lines() {
        return out.lines();
    }
}

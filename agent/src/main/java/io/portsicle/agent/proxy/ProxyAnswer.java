package io.portsicle.agent.proxy;

import java.util.Set;

/// What a proxy's answer to a [ConnectRequest] means.
final class ProxyAnswer {
    /// 407 is the right one, and 401 what tinyproxy answers to a wrong password; nobody but the
    /// proxy can have answered.
    private static final Set<Integer> WANTS_CREDENTIALS = Set.of(407, 401);

    private ProxyAnswer() {}

    static ProxyOutcome read(int status, ConnectRequest request) {
        if (status / 100 == 2) {
            return new ProxyOutcome.Open();
        }
        if (WANTS_CREDENTIALS.contains(status)) {
            return new ProxyOutcome.WantsCredentials();
        }
        return failed(
                request,
                switch (status / 100) {
                    case 4 -> "refuses to connect to %s (%d)".formatted(request.target(), status);
                    case 5 -> "can't connect to %s (%d)".formatted(request.target(), status);
                    default -> "opens no tunnel (%d)".formatted(status);
                });
    }

    static ProxyOutcome.Failed failed(ConnectRequest request, String what) {
        return new ProxyOutcome.Failed("the proxy %s %s".formatted(request.proxy(), what));
    }
}

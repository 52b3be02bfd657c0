package io.portsicle.agent.proxy;

/// What a proxy's answer to a [ConnectRequest] means.
final class ProxyAnswer {
    private static final int AUTHENTICATION_REQUIRED = 407;

    private ProxyAnswer() {}

    static ProxyOutcome read(int status, ConnectRequest request) {
        if (status / 100 == 2) {
            return new ProxyOutcome.Open();
        }
        if (status == AUTHENTICATION_REQUIRED) {
            return failed(request, wantsCredentials(request));
        }
        return failed(
                request,
                switch (status / 100) {
                    case 4 -> "refuses to connect to %s (%d)".formatted(request.target(), status);
                    case 5 -> "can't connect to %s (%d)".formatted(request.target(), status);
                    default -> "opens no tunnel (%d)".formatted(status);
                });
    }

    private static String wantsCredentials(ConnectRequest request) {
        return request.proxy().credentials().isPresent()
                ? "does not accept this user and password"
                : "asks for a user and password";
    }

    static ProxyOutcome.Failed failed(ConnectRequest request, String what) {
        return new ProxyOutcome.Failed("the proxy %s %s".formatted(request.proxy(), what));
    }
}

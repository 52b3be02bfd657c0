package io.portsicle.agent.local;

import io.netty.channel.Channel;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.http1.Http1Client;
import io.portsicle.agent.local.reach.Alpn;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.agent.local.reach.LocalOutcome;

import java.util.ArrayList;
import java.util.List;

/// Finds out whether a local server with TLS speaks HTTP/1.1, by connecting for it. Requests wait
/// until that is known. Event loop only.
final class Http1Probe {
    private final LocalDialer dialer;
    private final Http1Client http1;
    private final List<UndecidedRequest> waiting = new ArrayList<>();

    Http1Probe(LocalDialer dialer, Http1Client http1) {
        this.dialer = dialer;
        this.http1 = http1;
    }

    void ask(UndecidedRequest request) {
        waiting.add(request);
        if (waiting.size() == 1) {
            dialer.dial(Alpn.HTTP1, this::dialled);
        }
    }

    private void dialled(LocalOutcome outcome) {
        List<UndecidedRequest> asked = List.copyOf(waiting);
        waiting.clear();
        switch (outcome) {
            case LocalOutcome.Connected(Channel channel) -> {
                http1.adopt(channel);
                asked.forEach(request -> request.take(Alpn.HTTP1));
            }
            case LocalOutcome.OtherProtocol other ->
                    asked.forEach(request -> request.take(Alpn.HTTP2));
            case LocalOutcome.Failed(OwnAnswer why) -> asked.forEach(r -> r.answer(why));
        }
    }
}

package io.portsicle.cli.console;

import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Status.Tunnel;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A [Status] in one line that never wraps: what matters least is left out first.
final class StatusLine {

    private final Palette palette;

    StatusLine(Palette palette) {
        this.palette = palette;
    }

    /// The line for this moment and so many columns.
    String of(Status status, Instant now, int columns) {
        return new FittedLine(parts(status, now)).within(columns);
    }

    private List<LinePart> parts(Status status, Instant now) {
        return switch (status.tunnel()) {
            case Tunnel.Connecting() ->
                    List.of(state("○", palette::dim, "connecting"), forwarding(status, "   "));
            case Tunnel.Online(URI url) -> online(status, url);
            case Tunnel.Away away -> away(away, now);
            case Tunnel.Ending() ->
                    List.of(
                            state("○", palette::dim, "ending"),
                            LinePart.of("running requests may finish", palette::dim).rank(1));
        };
    }

    private List<LinePart> online(Status status, URI url) {
        List<LinePart> parts = new ArrayList<>();
        Optional<String> failure = status.localFailure();
        parts.add(
                failure.isPresent()
                        ? state("●", palette::warning, "local server down")
                        : state("●", palette::good, "online"));
        failure.ifPresent(
                reason -> parts.add(LinePart.of(Printable.of(reason), palette::warning).rank(3)));
        parts.add(LinePart.of(url.toString(), palette::url).rank(1).shrinkingLast());
        parts.add(forwarding(status, " "));
        health(status.health(), parts);
        if (status.requests() > 0) {
            parts.add(LinePart.of(requests(status.requests()), palette::dim).rank(5));
        }
        return parts;
    }

    private List<LinePart> away(Tunnel.Away away, Instant now) {
        List<LinePart> parts = new ArrayList<>();
        String state = away.url().isPresent() ? "away" : "not connected";
        parts.add(state("○", palette::bad, state + since(away.since(), now)));
        parts.add(LinePart.of(nextAttempt(away, now), palette::plain).rank(1));
        parts.add(
                LinePart.of(Printable.of(away.reason()), palette::warning).rank(2).shrinkingLast());
        away.url()
                .ifPresent(
                        url ->
                                parts.add(
                                        LinePart.of(url.toString(), palette::dim)
                                                .rank(3)
                                                .shrinkingLast()));
        return parts;
    }

    private static LinePart state(String sign, UnaryOperator<String> paint, String state) {
        return LinePart.of(sign + " " + state, text -> text.replace(sign, paint.apply(sign)));
    }

    private LinePart forwarding(Status status, String gap) {
        String target = status.forwardsTo().replaceFirst("^http://", "");
        return LinePart.of("→ " + target, palette::plain).rank(2).after(gap);
    }

    private void health(AgentHealth health, List<LinePart> parts) {
        health.roundTrip()
                .ifPresent(time -> parts.add(LinePart.of(roundTrip(time), palette::dim).rank(4)));
        if (health.wantedLinks() > 1) {
            String links = "%d/%d links".formatted(health.links(), health.wantedLinks());
            boolean isWhole = health.links() >= health.wantedLinks();
            parts.add(LinePart.of(links, isWhole ? palette::dim : palette::warning).rank(6));
        }
    }

    private static String roundTrip(Duration time) {
        return time.toMillis() == 0 ? "<1 ms" : time.toMillis() + " ms";
    }

    private static String requests(long count) {
        return count == 1 ? "1 request" : String.format(Locale.ROOT, "%,d requests", count);
    }

    private static String since(Instant began, Instant now) {
        Duration time = Duration.between(began, now);
        return time.toSeconds() > 0 ? " for " + SpokenDuration.inSeconds(time) : "";
    }

    private static String nextAttempt(Tunnel.Away away, Instant now) {
        Duration left = Duration.between(now, away.nextAttempt());
        return left.isPositive()
                ? "trying again in " + SpokenDuration.inSeconds(left.plusMillis(999))
                : "keeps trying";
    }
}

package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;

/// Shows what happens to whoever started the program. One thread at a time; each call leaves its
/// lines flushed.
public sealed interface EventWriter extends AutoCloseable
        permits PlainWriter, TerminalWriter, JsonWriter {

    /// Shows one event; a writer may have nothing to say about it.
    void write(AgentEvent event);

    /// Tells of requests that came too fast for a line each.
    void skipped(SkippedRequests skipped);

    /// Shows what changes without an event; called after each one, and when nothing comes for a
    /// while. Returns after how many milliseconds it wants to be called again at the latest.
    default long tick() {
        return Long.MAX_VALUE;
    }

    /// The user has asked for the end, which may take a moment. Any thread.
    default void ending() {}

    /// Leaves the terminal as it was found; also for an end without an event.
    @Override
    default void close() {}
}

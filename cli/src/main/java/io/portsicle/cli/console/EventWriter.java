package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;

/// Shows what happens to whoever started the program. One thread at a time; each call leaves its
/// lines flushed.
public sealed interface EventWriter permits PlainWriter, TerminalWriter, JsonWriter {

    /// Shows one event; a writer may have nothing to say about it.
    void write(AgentEvent event);

    /// Tells of requests that came too fast for a line each.
    void skipped(SkippedRequests skipped);
}

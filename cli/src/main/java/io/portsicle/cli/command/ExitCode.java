package io.portsicle.cli.command;

import io.portsicle.agent.AgentEvent.Cause;

/// How the program ends, for scripts.
public enum ExitCode {
    ENDED_BY_USER(0),
    FAILURE(1),
    WRONG_USAGE(2),
    REFUSED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// What the shell sees.
    public int number() {
        return number;
    }

    static ExitCode of(Cause cause) {
        return switch (cause) {
            case CLOSED -> ENDED_BY_USER;
            case REFUSED -> REFUSED;
            case NOT_A_RELAY, FAILED -> FAILURE;
        };
    }
}

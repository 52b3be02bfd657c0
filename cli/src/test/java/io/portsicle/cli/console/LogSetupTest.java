package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;

import io.netty.channel.DefaultChannelId;

import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void warningsAreShownButNotThatThereIsNoNetworkCard() throws ReflectiveOperationException {
        ExecutionStatus status = new LogSetup().configure(context);
        Class<?> identity = Class.forName("io.netty.util.internal.MacAddressUtil");

        assertThat(status).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger(DefaultChannelId.class).getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger(identity).getEffectiveLevel()).isEqualTo(Level.ERROR);
    }
}

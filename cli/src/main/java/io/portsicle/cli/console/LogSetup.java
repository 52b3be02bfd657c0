package io.portsicle.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs to standard error: warnings, and with `--verbose` what Portsicle itself does.
///
/// Code instead of a `logback.xml`, because the XML alone costs a tenth of a second of each start.
/// Logback finds this class as a service.
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String PATTERN =
            "%d{HH:mm:ss} %-5level %logger{0} - %msg %kvp%n%ex{short}";
    private static final String VERBOSE = "portsicle.verbose";
    private static final String OWN_LOGGERS = "io.portsicle";

    /// Warns where there is no network but loopback. The identity that it looks for is only part of
    /// names in logs, and a random one does as well.
    private static final String MACHINE_IDENTITY = "io.netty.util.internal.MacAddressUtil";

    /// From now on, also for loggers that an option before this one has made.
    public static void verbose() {
        System.setProperty(VERBOSE, "true");
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(OWN_LOGGERS).setLevel(Level.DEBUG);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(context));
        context.getLogger(MACHINE_IDENTITY).setLevel(Level.ERROR);
        if (Boolean.getBoolean(VERBOSE)) {
            context.getLogger(OWN_LOGGERS).setLevel(Level.DEBUG);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}

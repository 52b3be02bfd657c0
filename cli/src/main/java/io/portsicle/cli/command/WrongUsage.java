package io.portsicle.cli.command;

import io.portsicle.cli.config.EnvironmentDefaults;
import io.portsicle.cli.config.Masked;
import io.portsicle.cli.console.Streams;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says in one line what is wrong with the command line: the option or variable, its value, and
/// what would be right.
final class WrongUsage implements IParameterExceptionHandler {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final Streams streams;

    WrongUsage(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        streams.err().println("portsicle: " + explain(wrong, arguments));
        return ExitCode.WRONG_USAGE.number();
    }

    private static String explain(ParameterException wrong, String[] arguments) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing -> missing(missing);
            default ->
                    unknownOption(wrong.getCommandLine())
                            .orElseGet(() -> wrongValue(wrong, arguments));
        };
    }

    /// The value of an unknown option is taken for a TARGET; what is wrong is the option.
    private static Optional<String> unknownOption(CommandLine command) {
        return command.getUnmatchedArguments().stream()
                .filter(argument -> argument.startsWith("-"))
                .findFirst()
                .map(argument -> unknownOption(argument, command));
    }

    private static String unmatched(UnmatchedArgumentException unmatched) {
        CommandLine command = unmatched.getCommandLine();
        String argument = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            return unknownOption(argument, command);
        }
        boolean isRoot = command.getParent() == null;
        return isRoot
                ? unknownCommand(argument, command)
                : "unexpected argument %s; see: %s --help"
                        .formatted(Masked.url(argument), path(command));
    }

    private static String unknownCommand(String argument, CommandLine root) {
        return PORT.matcher(argument).matches()
                ? "COMMAND is missing; did you mean portsicle http %s?".formatted(argument)
                : withHint("unknown command", argument, root.getSubcommands().keySet(), root);
    }

    /// Without what stands behind `=`, which may be a secret.
    private static String unknownOption(String argument, CommandLine command) {
        return withHint(
                "unknown option",
                Masked.url(argument.split("=", 2)[0]),
                command.getCommandSpec().optionsMap().keySet(),
                command);
    }

    private static String withHint(
            String what, String word, Collection<String> known, CommandLine command) {
        String hint =
                Suggestion.of(word, known)
                        .map("did you mean %s?"::formatted)
                        .orElseGet(() -> "see: %s --help".formatted(path(command)));
        return "%s %s; %s".formatted(what, word, hint);
    }

    private static String path(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String missing(MissingParameterException missing) {
        ArgSpec argument = missing.getMissing().getFirst();
        return argument instanceof OptionSpec option
                ? "%1$s needs a value: %1$s %2$s"
                        .formatted(option.longestName(), option.paramLabel())
                : argument.paramLabel() + " is missing";
    }

    private static String wrongValue(ParameterException wrong, String[] arguments) {
        if (wrong.getArgSpec() == null || wrong.getValue() == null) {
            return String.valueOf(wrong.getMessage());
        }
        return "%s: \"%s\" (expected: %s)"
                .formatted(
                        name(wrong.getArgSpec(), arguments),
                        Masked.url(wrong.getValue()),
                        expectation(wrong));
    }

    private static String expectation(ParameterException wrong) {
        if (wrong.getArgSpec().typeInfo().isBoolean()) {
            return "true or false";
        }
        Throwable reason =
                wrong.getCause() instanceof TypeConversionException conversion ? conversion : wrong;
        return String.valueOf(reason.getMessage());
    }

    /// The option as it was written, or the variable that its value came from.
    private static String name(ArgSpec argument, String[] arguments) {
        if (!(argument instanceof OptionSpec option)) {
            return argument.paramLabel();
        }
        return Arrays.stream(option.names())
                .filter(name -> isGiven(name, arguments))
                .findFirst()
                .orElseGet(() -> EnvironmentDefaults.variable(option));
    }

    private static boolean isGiven(String name, String[] arguments) {
        return Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals(name) || isJoined(name, argument));
    }

    /// `--name=value`, or `-pvalue`.
    private static boolean isJoined(String name, String argument) {
        return name.startsWith("--")
                ? argument.startsWith(name + "=")
                : argument.startsWith(name) && !argument.startsWith("--");
    }
}

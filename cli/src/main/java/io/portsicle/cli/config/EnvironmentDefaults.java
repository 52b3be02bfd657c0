package io.portsicle.cli.config;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Locale;
import java.util.Map;

/// Gives each option that is not on the command line the value of its environment variable:
/// `--data-dir` has `PORTSICLE_DATA_DIR`. An empty variable counts as none.
public final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "PORTSICLE_";

    private final Map<String, String> environment;

    public EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()) {
            String value = environment.getOrDefault(variable(option), "");
            return value.isBlank() ? null : value;
        }
        return null;
    }

    /// The variable of an option, made of its longest name.
    public static String variable(OptionSpec option) {
        return PREFIX
                + option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

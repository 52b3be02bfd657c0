package io.portsicle.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

class EnvironmentDefaultsTest {

    private static final OptionSpec DATA_DIR = OptionSpec.builder("-d", "--data-dir").build();

    @Test
    void theVariableIsMadeOfTheLongestName() {
        assertThat(EnvironmentDefaults.variable(DATA_DIR)).isEqualTo("PORTSICLE_DATA_DIR");
    }

    @Test
    void aVariableThatIsSetIsTheDefault() {
        Map<String, String> environment = Map.of("PORTSICLE_DATA_DIR", "/x");

        assertThat(new EnvironmentDefaults(environment).defaultValue(DATA_DIR)).isEqualTo("/x");
    }

    @Test
    void anUnsetOrBlankVariableIsNone() {
        Map<String, String> environment = Map.of("PORTSICLE_DATA_DIR", " ");

        assertThat(new EnvironmentDefaults(environment).defaultValue(DATA_DIR)).isNull();
        assertThat(new EnvironmentDefaults(Map.of()).defaultValue(DATA_DIR)).isNull();
    }

    @Test
    void helpAndVersionCantBeAskedForByVariable() {
        OptionSpec help = OptionSpec.builder("--help").usageHelp(true).build();
        Map<String, String> environment = Map.of("PORTSICLE_HELP", "true");

        assertThat(new EnvironmentDefaults(environment).defaultValue(help)).isNull();
    }
}

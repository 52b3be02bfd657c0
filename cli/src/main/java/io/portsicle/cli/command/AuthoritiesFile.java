package io.portsicle.cli.command;

import io.portsicle.cli.config.CertificateAuthorities;
import io.portsicle.cli.config.EnvironmentDefaults;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;

/// The file that an option for certificate authorities names.
final class AuthoritiesFile {

    private AuthoritiesFile() {}

    /// Reads it; an [IllegalArgumentException] names the option, or the variable that it came from,
    /// the file, and what was expected.
    static CertificateAuthorities read(Path file, String option, CommandSpec spec) {
        try {
            return CertificateAuthorities.read(file);
        } catch (IllegalArgumentException e) {
            boolean isOption = spec.commandLine().getParseResult().hasMatchedOption(option);
            String name = isOption ? option : EnvironmentDefaults.variable(spec.findOption(option));
            throw new IllegalArgumentException(
                    "%s: \"%s\" (expected: %s)".formatted(name, file, e.getMessage()), e);
        }
    }
}

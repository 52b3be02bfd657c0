package io.portsicle.cli.config;

import io.portsicle.relay.RelayConfig;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the domain that names stand in front of.
public final class DomainConverter implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        try {
            return RelayConfig.builder().domain(value).build().domain();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Expectation.of(e));
        }
    }
}

package io.portsicle.cli.config;

import io.portsicle.agent.LocalAddress;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the local server's address: a port, `host:port`, a URL, or a Unix socket.
public final class TargetConverter implements ITypeConverter<LocalAddress> {

    @Override
    public LocalAddress convert(String value) {
        try {
            return LocalAddress.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Expectation.of(e));
        }
    }
}

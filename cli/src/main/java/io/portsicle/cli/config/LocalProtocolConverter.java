package io.portsicle.cli.config;

import io.portsicle.agent.local.LocalProtocol;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads which version of HTTP the local server is spoken to in.
public final class LocalProtocolConverter implements ITypeConverter<LocalProtocol> {

    @Override
    public LocalProtocol convert(String value) {
        return switch (value) {
            case "auto" -> LocalProtocol.AUTO;
            case "http1" -> LocalProtocol.HTTP1;
            case "h2c" -> LocalProtocol.H2C;
            case "h2" -> LocalProtocol.H2;
            default -> throw new TypeConversionException("auto, http1, h2c or h2");
        };
    }
}

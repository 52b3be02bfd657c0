package io.portsicle.cli.config;

import io.portsicle.agent.HostHeader;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `rewrite`, `preserve`, or the host name that the local server is to see.
public final class HostHeaderConverter implements ITypeConverter<HostHeader> {

    @Override
    public HostHeader convert(String value) {
        return switch (value) {
            case "rewrite" -> new HostHeader.Rewrite();
            case "preserve" -> new HostHeader.Preserve();
            default -> fixed(value);
        };
    }

    private static HostHeader fixed(String value) {
        try {
            return new HostHeader.Fixed(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "rewrite, preserve, or a host name with or without a port");
        }
    }
}

package io.portsicle.cli.config;

import io.portsicle.relay.ListenAddress;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an address to listen on: `http://HOST:PORT` or `https://HOST:PORT`.
public final class ListenConverter implements ITypeConverter<ListenAddress> {

    @Override
    public ListenAddress convert(String value) {
        try {
            return ListenAddress.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Expectation.of(e));
        }
    }
}

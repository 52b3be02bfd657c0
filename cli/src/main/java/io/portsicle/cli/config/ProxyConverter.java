package io.portsicle.cli.config;

import io.portsicle.agent.proxy.ProxyAddress;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `none`, or the URL of an HTTP proxy.
public final class ProxyConverter implements ITypeConverter<ProxyChoice> {

    @Override
    public ProxyChoice convert(String value) {
        if (value.equals("none")) {
            return new ProxyChoice.None();
        }
        try {
            return new ProxyChoice.Through(ProxyAddress.parse(value));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("none, or " + Expectation.of(e));
        }
    }
}

package io.portsicle.cli.config;

import io.portsicle.relay.RelayConfig;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.URI;

/// Reads the URL that visitors see where something stands in front of the relay.
public final class PublicUrlConverter implements ITypeConverter<URI> {

    @Override
    public URI convert(String value) {
        try {
            URI url = URI.create(value);
            RelayConfig.builder().publicUrl(url).build();
            return url;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "http:// or https://, a host, and nothing behind it, such as"
                            + " https://tunnels.example.com");
        }
    }
}

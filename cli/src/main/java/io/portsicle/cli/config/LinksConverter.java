package io.portsicle.cli.config;

import io.portsicle.agent.AgentConfig;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how many links an agent keeps.
public final class LinksConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String value) {
        boolean isNumber = value.matches("[0-9]{1,3}");
        int links = isNumber ? Integer.parseInt(value) : 0;
        if (links < 1 || links > AgentConfig.MOST_LINKS) {
            throw new TypeConversionException("a number from 1 to " + AgentConfig.MOST_LINKS);
        }
        return links;
    }
}

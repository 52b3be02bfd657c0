package io.portsicle.cli.config;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.regex.Pattern;

/// Reads the name of an endpoint, which becomes one label of a host name.
public final class NameConverter implements ITypeConverter<String> {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    @Override
    public String convert(String value) {
        if (NAME.matcher(value).matches()) {
            return value;
        }
        throw new TypeConversionException(
                "1 to 63 of a-z, 0-9 and -, with no - at either end" + suggestion(value));
    }

    private static String suggestion(String value) {
        String name =
                value.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return NAME.matcher(name).matches() ? "; did you mean %s?".formatted(name) : "";
    }
}

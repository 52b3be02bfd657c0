package io.portsicle.cli.config;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// Reads the URL of a relay: http, https, ws or wss, and nothing behind host and port.
public final class RelayUrlConverter implements ITypeConverter<URI> {

    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");
    private static final String EXAMPLE =
            "an http, https, ws or wss URL such as https://relay.example.com";

    @Override
    public URI convert(String value) {
        if (!value.contains("://")) {
            throw wrong(EXAMPLE + suggestion(value));
        }
        URI url = uri(value);
        if (url.getScheme() == null
                || !SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
                || url.getHost() == null) {
            throw wrong(EXAMPLE);
        }
        if (url.getRawUserInfo() != null) {
            throw wrong("a URL without a user; a token is given with --token-file");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw wrong("a port from 1 to 65535");
        }
        if (!isBare(url)) {
            throw wrong("a URL with nothing behind host and port");
        }
        return url;
    }

    private static boolean isBare(URI url) {
        return (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static String suggestion(String value) {
        boolean looksLikeHost = value.matches("[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/?");
        return looksLikeHost ? "; did you mean https://" + value + "?" : "";
    }

    private static URI uri(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw wrong(EXAMPLE);
        }
    }

    private static TypeConversionException wrong(String expected) {
        return new TypeConversionException(expected);
    }
}

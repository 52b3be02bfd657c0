package io.portsicle.cli.config;

import java.util.regex.Pattern;

/// What may be shown of a value that may be a URL with a password.
public final class Masked {

    /// Up to the last `@`, since passwords hold any character; a scheme may be missing.
    private static final Pattern USER =
            Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

    private Masked() {}

    /// The value with everything between scheme and host hidden.
    public static String url(String value) {
        return USER.matcher(value).replaceFirst("$1(hidden)@");
    }
}

package io.portsicle.cli.command;

import io.portsicle.cli.config.NameConverter;
import io.portsicle.cli.config.RelayUrlConverter;
import io.portsicle.cli.config.TokenFile;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which relay to use, and what to ask of it. No message ever shows the token.
final class RelayOptions {

    private static final String TOKEN = "--token";
    private static final String TOKEN_FILE = "--token-file";

    @Option(
            names = "--relay",
            paramLabel = "URL",
            converter = RelayUrlConverter.class,
            description =
                    "The relay that gives the public URL: http, https, ws or wss. Default: one"
                            + " inside this command.")
    Optional<URI> url = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = NameConverter.class,
            description =
                    "The name you want in the URL, made of a-z, 0-9 and -. Default: a random one.")
    Optional<String> name = Optional.empty();

    @Option(
            names = TOKEN_FILE,
            paramLabel = "FILE",
            description = "A file whose first line is the relay's token.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = TOKEN,
            paramLabel = "TOKEN",
            description =
                    "The token itself. Others on this machine can see it in the list of processes;"
                            + " better use --token-file, or the variable PORTSICLE_TOKEN.")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--lan",
            fallbackValue = "true",
            description =
                    "Without --relay: your local network can open the URL, too. Shows a QR code on"
                            + " a terminal.")
    boolean lan;

    /// The token, if there is one; what is on the command line wins over the environment.
    Optional<String> token(CommandSpec spec) {
        ParseResult given = spec.commandLine().getParseResult();
        boolean isTokenGiven = given.hasMatchedOption(TOKEN);
        boolean isFileGiven = given.hasMatchedOption(TOKEN_FILE);
        if (token.isPresent() && tokenFile.isPresent() && isTokenGiven == isFileGiven) {
            throw wrong(spec, "--token and --token-file are both given; leave out one of them");
        }
        return tokenFile.isPresent() && !isTokenGiven
                ? tokenFile.map(file -> read(spec, file))
                : token.map(text -> checked(spec, text));
    }

    private static String read(CommandSpec spec, Path file) {
        try {
            return TokenFile.read(file);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    spec, "%s: \"%s\" (expected: %s)".formatted(TOKEN_FILE, file, e.getMessage()));
        }
    }

    private static String checked(CommandSpec spec, String token) {
        if (!TokenFile.isToken(token)) {
            throw wrong(
                    spec,
                    TOKEN
                            + ": not shown (expected: 1 to 1024 visible ASCII characters, no"
                            + " spaces)");
        }
        return token;
    }

    private static ParameterException wrong(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

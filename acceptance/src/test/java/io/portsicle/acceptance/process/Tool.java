package io.portsicle.acceptance.process;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Programs that tests take from the machine.
public final class Tool {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private Tool() {}

    /// The path of the first program of these names. A test that needs one is skipped where there
    /// is none, but never by the project's own CI (`CI=true`), which must install it.
    public static Path require(String... names) {
        Optional<Path> found =
                Arrays.stream(names).flatMap(name -> find(name).stream()).findFirst();
        return found.orElseGet(() -> missing(String.join(" or ", names)));
    }

    /// Skips the test, or fails it in CI, because something that it needs is not there.
    public static Path missing(String what) {
        String reason = what + " is not installed on this machine";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason + ", and CI must have it");
        }
        return Assumptions.abort(reason);
    }

    /// The path of a program in a version of at least `major.minor`, which `versionCommand` makes
    /// it tell. A test that needs one is skipped where there is none.
    public static Path requireAtLeast(int major, int minor, String name, String versionCommand) {
        Path path = require(name);
        try (var program = ChildProcess.start(List.of(path.toString(), versionCommand))) {
            program.awaitExit();
            String told = String.join(" ", program.out());
            Matcher version = VERSION.matcher(told);
            boolean isNewEnough =
                    version.find()
                            && (Integer.parseInt(version.group(1)) > major
                                    || Integer.parseInt(version.group(1)) == major
                                            && Integer.parseInt(version.group(2)) >= minor);
            return isNewEnough
                    ? path
                    : Assumptions.abort(
                            "%s %d.%d or newer is missing (there is: %s)"
                                    .formatted(name, major, minor, told));
        }
    }

    /// The path of a program that a test can do without.
    public static Optional<Path> find(String name) {
        String path =
                System.getenv("PATH") + File.pathSeparator + "/usr/sbin:/sbin:/usr/local/go/bin";
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

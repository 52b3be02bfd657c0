import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Formats every Java file of the project, or says which ones are not formatted.
///
/// A program of its own because google-java-format reads source with the parser of the JDK that it
/// runs on: this one runs on the toolchain's JDK, while Maven and its plugins may run on an older
/// one. Called by the build: `java Format.java check|apply ROOT`.
final class Format {

    private static final String COMMAND = "./mvnw -q -N -Pformat validate";

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean check = args[0].equals("check");
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        List<String> arguments = new ArrayList<>();
        arguments.add("--aosp");
        arguments.addAll(
                check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        arguments.addAll(javaFiles(root));

        StringWriter unformatted = new StringWriter();
        StringWriter problems = new StringWriter();
        ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
        int exit =
                formatter.run(
                        new PrintWriter(unformatted, true),
                        new PrintWriter(problems, true),
                        arguments.toArray(String[]::new));
        System.err.print(problems);
        if (exit != 0 && check) {
            unformatted
                    .toString()
                    .lines()
                    .forEach(
                            file ->
                                    System.err.println(
                                            "not formatted: " + root.relativize(Path.of(file))));
            System.err.println("To format everything:  " + COMMAND);
        }
        System.exit(exit);
    }

    private static List<String> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> isSource(root.relativize(file)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}

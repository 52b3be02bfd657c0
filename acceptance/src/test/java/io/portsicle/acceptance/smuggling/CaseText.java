package io.portsicle.acceptance.smuggling;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One case as it stands in a file: `key: value` lines, and blocks of indented lines behind a
/// `key:`. `origin` is its file and line; each value is the lines of its block, or its one line.
public record CaseText(String origin, Map<String, List<String>> parts) {
    /// What texts may mention; the corpus' README says what it stands for.
    private static final Set<String> NAMES =
            Set.of("host", "scheme", "local", "from", "forwarded", "smuggled", "accept");

    private static final Path CORPUS = Path.of("src", "test", "resources", "smuggling");
    private static final Pattern KEY = Pattern.compile("([a-z][a-z ]*):(?: (\\S.*))?");
    private static final String INDENT = "    ";

    /// All cases of a folder of the corpus, file by file.
    public static List<CaseText> ofFolder(String name) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            return files.sorted().flatMap(file -> ofFile(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The cases of one file's lines.
    public static List<CaseText> of(String file, List<String> lines) {
        var cases = new ArrayList<CaseText>();
        @Nullable List<String> block = null;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            String origin = file + ":" + number;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            refuse(origin, line, line.endsWith(" ") || line.endsWith("\t"), "no blank at its end");
            if (line.startsWith(INDENT)) {
                refuse(origin, line, block == null, "a 'key:' above it");
                block.add(line.substring(INDENT.length()));
            } else {
                block = begin(cases, origin, line);
            }
        }
        return List.copyOf(cases);
    }

    /// What this key says, on one line; it must be there.
    public String line(String key) {
        List<String> lines = block(key);
        if (lines.size() != 1) {
            throw wrong("%d lines of '%s' (expected: one)".formatted(lines.size(), key));
        }
        return lines.getFirst();
    }

    /// The lines behind this key; it must be there.
    public List<String> block(String key) {
        List<String> lines = parts.get(key);
        if (lines == null) {
            throw wrong("no '%s:'".formatted(key));
        }
        return lines;
    }

    /// The block of this key as one text.
    public ByteText bytes(String key) {
        return bytes(block(key));
    }

    /// Lines of this case as one text.
    ByteText bytes(List<String> lines) {
        try {
            return ByteText.of(String.join("", lines), NAMES);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    public boolean has(String key) {
        return parts.containsKey(key);
    }

    /// Fails for a key that means nothing.
    public void expectOnly(Set<String> keys) {
        for (String key : parts.keySet()) {
            if (!keys.contains(key)) {
                throw wrong("'%s:' (expected: one of %s)".formatted(key, keys));
            }
        }
    }

    /// For what is wrong with this case.
    public IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(origin + ": " + what);
    }

    private static List<CaseText> ofFile(Path file) {
        try {
            return of(file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins a part of the last case, or a case; returns the lines that its block adds to, or null
    /// where it has none.
    private static @Nullable List<String> begin(List<CaseText> cases, String origin, String line) {
        Matcher key = KEY.matcher(line);
        refuse(origin, line, !key.matches(), "'key: value', 'key:', four blanks, or '#'");
        if (key.group(1).equals("case")) {
            cases.add(new CaseText(origin, new LinkedHashMap<>()));
        }
        refuse(origin, line, cases.isEmpty(), "'case: NAME' first");
        var lines = new ArrayList<String>();
        if (key.group(2) != null) {
            lines.add(key.group(2));
        }
        Object former = cases.getLast().parts().put(key.group(1), lines);
        refuse(origin, line, former != null, "each key once");
        return key.group(2) == null ? lines : null;
    }

    private static void refuse(String origin, String line, boolean isWrong, String expected) {
        if (isWrong) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: %s)".formatted(origin, line, expected));
        }
    }
}

package io.portsicle.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory of the machine a process holds.
public final class ResidentMemory {
    private ResidentMemory() {}

    /// `VmRSS` of `/proc/PID/status` in MiB; a test is skipped where there is no such file.
    public static long mebibytes(ChildProcess process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(Path.of("/proc/self/status"))) {
            Tool.missing("/proc");
        }
        try (var lines = Files.lines(status)) {
            String line = lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

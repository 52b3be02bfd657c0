package io.portsicle.tunnel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Whether a core would be idle if the asking thread slept, by what Linux says of all threads that
/// run or want to (proc_loadavg(5)). Within a container these are those of the whole machine, and
/// its cores those of the container: busy neighbours say no. Any thread; a call takes about 10 µs.
final class FreeCore {
    private static final String RUNNING = "/proc/loadavg";
    private static final int MOST_BYTES = 128;

    private FreeCore() {}

    static boolean isThere() {
        try (InputStream file = new FileInputStream(RUNNING)) {
            String loads = new String(file.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
            return running(loads) <= Runtime.getRuntime().availableProcessors();
        } catch (IOException hidden) {
            // Whoever hides it says nothing of a free core.
            return false;
        }
    }

    /// The threads that run or want to, of `0.20 0.18 0.12 3/684 11206`: three.
    static int running(String loads) throws IOException {
        String[] fields = loads.split("[ /]", 5);
        try {
            return Integer.parseInt(fields[3]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(RUNNING + " has no number of threads that run: " + loads, e);
        }
    }
}

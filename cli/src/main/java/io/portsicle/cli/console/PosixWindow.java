package io.portsicle.cli.console;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Asks the C library about the controlling terminal.
///
/// Loading this class costs a tenth of a second, so it has to wait until the URL is shown; then a
/// question costs a microsecond. Decision 8 has the alternatives.
final class PosixWindow implements TerminalWindow {

    private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    /// `TIOCGWINSZ`, which fills four shorts: rows, columns, and pixels of both.
    private static final long GET_SIZE = IS_LINUX ? 0x5413 : 0x40087468;

    private static final int SIZE_BYTES = 8;

    /// `SIGTSTP`.
    private static final int STOP = IS_LINUX ? 20 : 18;

    private final MethodHandle ioctl;
    private final MethodHandle foregroundGroup;
    private final MethodHandle ownGroup;
    private final MethodHandle raise;

    private PosixWindow() {
        ioctl =
                function(
                        "ioctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2));
        foregroundGroup = function("tcgetpgrp", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        ownGroup = function("getpgrp", FunctionDescriptor.of(JAVA_INT));
        raise = function("raise", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /// The terminal, if standard output and standard error both lead to it, and if this system and
    /// JVM can be asked.
    static Optional<TerminalWindow> find() {
        try {
            PosixWindow window = new PosixWindow();
            return window.isBehindBothStreams() ? Optional.of(window) : Optional.empty();
        } catch (UnsupportedOperationException
                | IllegalCallerException
                | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<WindowSize> size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(SIZE_BYTES, Short.BYTES);
            int failed = (int) ioctl.invokeExact(STANDARD_OUTPUT, GET_SIZE, size);
            int rows = Short.toUnsignedInt(size.get(JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, Short.BYTES));
            return failed == 0 && columns > 0
                    ? Optional.of(new WindowSize(columns, rows))
                    : Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("ioctl", e);
        }
    }

    @Override
    public boolean isOurs() {
        try {
            return (int) ownGroup.invokeExact() == foregroundGroupOf(STANDARD_OUTPUT);
        } catch (Throwable e) {
            throw new IllegalStateException("getpgrp", e);
        }
    }

    @Override
    public void stop() {
        try {
            int _ = (int) raise.invokeExact(STOP);
        } catch (Throwable e) {
            throw new IllegalStateException("raise", e);
        }
    }

    /// The signatures are those of POSIX, which is all that the warning asks for.
    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    /// A process has one controlling terminal, and only that one has a foreground group for it.
    private boolean isBehindBothStreams() {
        return foregroundGroupOf(STANDARD_OUTPUT) > 0 && foregroundGroupOf(STANDARD_ERROR) > 0;
    }

    private int foregroundGroupOf(int descriptor) {
        try {
            return (int) foregroundGroup.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("tcgetpgrp", e);
        }
    }
}

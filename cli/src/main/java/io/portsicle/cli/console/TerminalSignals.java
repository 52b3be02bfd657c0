package io.portsicle.cli.console;

import java.lang.reflect.Proxy;

/// What a terminal tells its programs by signals: it has another size, or Ctrl-Z was typed.
///
/// The JDK has signals in `sun.misc` only, which it exports and whose use its compiler warns of;
/// reflection keeps the build free of warnings, and the program alive where the classes are gone.
final class TerminalSignals {

    private static final String RESIZED = "WINCH";
    private static final String STOP = "TSTP";

    private TerminalSignals() {}

    /// Has `redraw` called after each change of size.
    static void onResize(Runnable redraw) {
        listen(RESIZED, redraw);
    }

    /// Has `stop` called when Ctrl-Z was typed; meanwhile the system handles the signal itself, so
    /// that `stop` may raise it.
    static void onStop(Runnable stop) {
        listen(
                STOP,
                () -> {
                    attempt(() -> register(STOP, systemHandler()));
                    stop.run();
                    onStop(stop);
                });
    }

    /// Leaves both to the system again.
    static void forget() {
        attempt(() -> register(RESIZED, systemHandler()));
        attempt(() -> register(STOP, systemHandler()));
    }

    private static void listen(String name, Runnable action) {
        attempt(
                () ->
                        register(
                                name,
                                Proxy.newProxyInstance(
                                        handlerClass().getClassLoader(),
                                        new Class<?>[] {handlerClass()},
                                        (_, method, _) -> {
                                            if (method.getName().equals("handle")) {
                                                action.run();
                                            }
                                            return null;
                                        })));
    }

    private static void register(String name, Object handler) throws ReflectiveOperationException {
        signalClass()
                .getMethod("handle", signalClass(), handlerClass())
                .invoke(null, signal(name), handler);
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return signalClass().getConstructor(String.class).newInstance(name);
    }

    private static Object systemHandler() throws ReflectiveOperationException {
        return handlerClass().getField("SIG_DFL").get(null);
    }

    private static Class<?> signalClass() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerClass() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (ReflectiveOperationException e) {
            // No such signal here: one comfort less, not a failure.
        }
    }

    private interface Step {
        void run() throws ReflectiveOperationException;
    }
}

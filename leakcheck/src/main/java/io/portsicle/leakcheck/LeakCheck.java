package io.portsicle.leakcheck;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails the test class after which a leaked buffer was found; JUnit detects it by itself.
public final class LeakCheck implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        Leaks.FOUND.failIfAny("in " + context.getDisplayName());
    }
}

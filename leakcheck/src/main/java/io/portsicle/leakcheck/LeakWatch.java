package io.portsicle.leakcheck;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Watches a whole test run: installs the detectors before any test class is initialised, and has
/// the last word after the last test, for what leaked too late to be a test class's failure.
public final class LeakWatch implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(Leaks.FOUND);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Leaks.FOUND.failIfAny("at the end of the test run");
    }
}

/// Fails a test run that leaks a buffer: Netty's leak detector at paranoid, with its findings
/// turned into test failures. Having the module in test scope is all it takes.
///
/// Start at [io.portsicle.leakcheck.LeakWatch]. Findings come on whichever thread allocates next.
@NullMarked
package io.portsicle.leakcheck;

import org.jspecify.annotations.NullMarked;

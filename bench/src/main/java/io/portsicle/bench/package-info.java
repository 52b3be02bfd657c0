/// JMH benchmarks of the code that runs for every request, each beside what it replaces. Start at
/// [Heads], the messages that they work on; `bench/microbench` runs them.
@NullMarked
package io.portsicle.bench;

import org.jspecify.annotations.NullMarked;

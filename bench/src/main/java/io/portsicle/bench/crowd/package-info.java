/// Many agents in one process, for `bench/scale`. Start at [Crowd].
@NullMarked
package io.portsicle.bench.crowd;

import org.jspecify.annotations.NullMarked;

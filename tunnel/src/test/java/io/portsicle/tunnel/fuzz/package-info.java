/// Random inputs for two readers of the same bytes, ours and Netty's. Start at
/// [io.portsicle.tunnel.fuzz.Fuzzing]; the comparisons themselves stand beside the readers, in the
/// tests whose names end in `FuzzTest`. Each thread has a comparison and a draft of its own.
@NullMarked
package io.portsicle.tunnel.fuzz;

import org.jspecify.annotations.NullMarked;

/// Visitors of a public URL. Start at [RawVisitor], a bare socket that says exactly what a test
/// wants said.
@NullMarked
package io.portsicle.acceptance.visitor;

import org.jspecify.annotations.NullMarked;

/// What stands between agent and relay in a company's network.
@NullMarked
package io.portsicle.acceptance.network;

import org.jspecify.annotations.NullMarked;

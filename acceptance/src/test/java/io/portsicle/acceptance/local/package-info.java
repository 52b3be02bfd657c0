/// Local servers to expose: nginx, a Spring Boot application, and [RawServer], whose behaviour is
/// exact to the byte.
@NullMarked
package io.portsicle.acceptance.local;

import org.jspecify.annotations.NullMarked;

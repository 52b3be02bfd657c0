/// Local servers to expose: nginx, a Spring Boot application, Vite, what suites of others want, and
/// [RawServer], whose behaviour is exact to the byte.
@NullMarked
package io.portsicle.acceptance.local;

import org.jspecify.annotations.NullMarked;

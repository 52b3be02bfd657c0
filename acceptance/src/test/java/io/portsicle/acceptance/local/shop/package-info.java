/// A small Spring Boot web application with a page, a style sheet, a script and an API, as users of
/// Portsicle have one.
@NullMarked
package io.portsicle.acceptance.local.shop;

import org.jspecify.annotations.NullMarked;

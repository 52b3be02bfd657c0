/// Header compression of HTTP/2 (RFC 7541), written plainly: static table and literals, no dynamic
/// table, no Huffman.
///
/// Start at [io.portsicle.tunnel.hpack.HpackWriter]. No threads live here: each object belongs to
/// one link.
@NullMarked
package io.portsicle.tunnel.hpack;

import org.jspecify.annotations.NullMarked;

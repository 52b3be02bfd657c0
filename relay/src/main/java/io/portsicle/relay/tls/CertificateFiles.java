package io.portsicle.relay.tls;

import java.nio.file.Path;

/// Where a certificate and its private key are kept, both as PEM. Immutable, any thread.
///
/// @param certificate the certificate, and behind it those that lead to an authority
/// @param key the private key, not encrypted
public record CertificateFiles(Path certificate, Path key) {}

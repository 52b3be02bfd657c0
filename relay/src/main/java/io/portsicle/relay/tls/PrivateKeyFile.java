package io.portsicle.relay.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Reads the private key that belongs to a public one, in each of the three forms that programs
/// write: PKCS #8 (`PRIVATE KEY`), PKCS #1 (`RSA PRIVATE KEY`) and SEC 1 (`EC PRIVATE KEY`).
final class PrivateKeyFile {
    private static final String LABEL = "PRIVATE KEY";
    private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private final Path file;
    private final Path certificate;
    private final PublicKey publicKey;

    PrivateKeyFile(CertificateFiles files, PublicKey publicKey) {
        this.file = files.key();
        this.certificate = files.certificate();
        this.publicKey = publicKey;
    }

    /// Reads it; blocking.
    PrivateKey read() throws UnusableCertificateException {
        PrivateKey key = key(block());
        if (!isPair(key)) {
            throw belongsElsewhere();
        }
        return key;
    }

    private PemFile.Block block() throws UnusableCertificateException {
        try {
            List<PemFile.Block> keys = PemFile.read(file).ending(LABEL);
            if (keys.isEmpty()) {
                throw wrong(
                        "a PEM file with a private key, which has a line -----BEGIN PRIVATE"
                                + " KEY-----",
                        null);
            }
            return keys.getFirst();
        } catch (IOException failure) {
            throw wrong(PemFile.expectedInsteadOf(failure), failure);
        }
    }

    private PrivateKey key(PemFile.Block block) throws UnusableCertificateException {
        if (block.isEncrypted()) {
            throw wrong("a private key without a password, such as " + CONVERT + " makes", null);
        }
        try {
            byte[] bytes = block.bytes();
            return switch (block.label()) {
                case LABEL -> ofEither(bytes);
                case "RSA PRIVATE KEY" -> ofOlderForm("RSA", bytes);
                case "EC PRIVATE KEY" -> ofOlderForm("EC", bytes);
                default -> throw unreadable(null);
            };
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw unreadable(failure);
        }
    }

    /// A key of the other kind can be read as well: it is a good one for another certificate.
    private PrivateKey ofEither(byte[] pkcs8) throws GeneralSecurityException {
        try {
            return ofOwnKind(pkcs8);
        } catch (InvalidKeySpecException notThis) {
            String other = publicKey.getAlgorithm().equals("RSA") ? "EC" : "RSA";
            return KeyFactory.getInstance(other).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        }
    }

    private PrivateKey ofOwnKind(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(publicKey.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /// The older forms leave out which kind of key they hold; PKCS #8 puts that in front, in the
    /// words of the certificate's public key (RFC 5208, 5; RFC 5280, 4.1).
    private PrivateKey ofOlderForm(String kind, byte[] key)
            throws GeneralSecurityException, UnusableCertificateException {
        if (!kind.equals(publicKey.getAlgorithm())) {
            throw belongsElsewhere();
        }
        byte[] words = Der.firstInside(publicKey.getEncoded());
        return ofOwnKind(Der.sequence(Der.ZERO, words, Der.octetString(key)));
    }

    private boolean isPair(PrivateKey key) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(
                            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            return signature.verify(signed);
        } catch (GeneralSecurityException doNotFit) {
            return false;
        }
    }

    private UnusableCertificateException belongsElsewhere() {
        return wrong(
                "the private key of --tls-cert \"%s\"; this one belongs to another certificate"
                        .formatted(certificate),
                null);
    }

    private UnusableCertificateException unreadable(@Nullable Exception cause) {
        return wrong("a private key that can be read, such as " + CONVERT + " makes", cause);
    }

    private UnusableCertificateException wrong(String expected, @Nullable Exception cause) {
        return UnusableCertificateException.key(file, expected, cause);
    }
}

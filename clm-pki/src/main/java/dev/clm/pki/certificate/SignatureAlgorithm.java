package dev.clm.pki.certificate;

import dev.clm.pki.publickey.NativeSignatures;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** The signatures that authorities make, one for each kind of key (RFC 4055 5, RFC 5758 3.2, RFC 8410 6). */
public enum SignatureAlgorithm {
    SHA256_WITH_RSA(
            "sha256WithRSAEncryption",
            "SHA256withRSA",
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            () -> rsa(new SHA256Digest(), NISTObjectIdentifiers.id_sha256)),
    SHA384_WITH_RSA(
            "sha384WithRSAEncryption",
            "SHA384withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            () -> rsa(new SHA384Digest(), NISTObjectIdentifiers.id_sha384)),
    ECDSA_WITH_SHA256(
            "ecdsa-with-SHA256",
            "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            () -> ecdsa(new SHA256Digest())),
    ECDSA_WITH_SHA384(
            "ecdsa-with-SHA384",
            "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            () -> ecdsa(new SHA384Digest())),
    ECDSA_WITH_SHA512(
            "ecdsa-with-SHA512",
            "SHA512withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            () -> ecdsa(new SHA512Digest())),
    ED25519("Ed25519", null, EdECObjectIdentifiers.id_Ed25519, Ed25519Signer::new),
    ED448("Ed448", null, EdECObjectIdentifiers.id_Ed448, () -> new Ed448Signer(new byte[0]));

    private static final int RSA_BITS_OF_SHA256 = 3072;

    private final String displayName;
    private final String jcaName;
    private final AlgorithmIdentifier identifier;
    private final Supplier<Signer> signer;

    SignatureAlgorithm(String displayName, String jcaName, ASN1ObjectIdentifier oid, Supplier<Signer> signer) {
        this.displayName = displayName;
        this.jcaName = jcaName;
        this.identifier = oid.on(PKCSObjectIdentifiers.pkcs_1)
                ? new AlgorithmIdentifier(oid, DERNull.INSTANCE)
                : new AlgorithmIdentifier(oid);
        this.signer = signer;
    }

    /** The one algorithm that an authority with this key signs with: the hash is as strong as the key. */
    public static SignatureAlgorithm of(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            BigInteger modulus =
                    RSAPublicKey.getInstance(key.getPublicKeyData().getOctets()).getModulus();
            return modulus.bitLength() <= RSA_BITS_OF_SHA256 ? SHA256_WITH_RSA : SHA384_WITH_RSA;
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ofCurve(ASN1ObjectIdentifier.getInstance(key.getAlgorithm().getParameters()));
        }
        return of(new AlgorithmIdentifier(algorithm));
    }

    /** The algorithm that a certificate or a list names. */
    public static SignatureAlgorithm of(AlgorithmIdentifier identifier) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> unsupported(identifier.getAlgorithm()));
    }

    public AlgorithmIdentifier identifier() {
        return identifier;
    }

    /** As openssl writes it; what certificates.signature_algorithm holds. */
    public String displayName() {
        return displayName;
    }

    /** The name under which AWS-LC makes it; empty where it does not, or is not there. */
    Optional<String> nativeName() {
        return NativeSignatures.available() ? Optional.ofNullable(jcaName) : Optional.empty();
    }

    Signer newSigner() {
        return signer.get();
    }

    private static SignatureAlgorithm ofCurve(ASN1ObjectIdentifier curve) {
        if (curve.equals(SECObjectIdentifiers.secp256r1)) {
            return ECDSA_WITH_SHA256;
        }
        if (curve.equals(SECObjectIdentifiers.secp384r1)) {
            return ECDSA_WITH_SHA384;
        }
        if (curve.equals(SECObjectIdentifiers.secp521r1)) {
            return ECDSA_WITH_SHA512;
        }
        throw unsupported(curve);
    }

    private static IllegalArgumentException unsupported(ASN1ObjectIdentifier algorithm) {
        return new IllegalArgumentException("no signature algorithm for " + algorithm.getId());
    }

    private static Signer rsa(Digest digest, ASN1ObjectIdentifier oid) {
        return new RSADigestSigner(digest, oid);
    }

    private static Signer ecdsa(Digest digest) {
        return new DSADigestSigner(new ECDSASigner(), digest, StandardDSAEncoding.INSTANCE);
    }
}

package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.KeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The signatures that prove possession (RFC 8017, 5758, 8410), under their JCA names. MD5, SHA-1 and all others are refused. */
public enum RequestSignatureAlgorithm {
    SHA256_WITH_RSA("SHA256withRSA", KeyAlgorithm.RSA, "SHA-256"),
    SHA384_WITH_RSA("SHA384withRSA", KeyAlgorithm.RSA, "SHA-384"),
    SHA512_WITH_RSA("SHA512withRSA", KeyAlgorithm.RSA, "SHA-512"),
    SHA256_WITH_RSA_PSS("SHA256withRSAandMGF1", KeyAlgorithm.RSA, "SHA-256"),
    SHA384_WITH_RSA_PSS("SHA384withRSAandMGF1", KeyAlgorithm.RSA, "SHA-384"),
    SHA512_WITH_RSA_PSS("SHA512withRSAandMGF1", KeyAlgorithm.RSA, "SHA-512"),
    SHA256_WITH_ECDSA("SHA256withECDSA", KeyAlgorithm.ECDSA, "SHA-256"),
    SHA384_WITH_ECDSA("SHA384withECDSA", KeyAlgorithm.ECDSA, "SHA-384"),
    SHA512_WITH_ECDSA("SHA512withECDSA", KeyAlgorithm.ECDSA, "SHA-512"),
    ED25519("Ed25519", KeyAlgorithm.ED25519, null),
    ED448("Ed448", KeyAlgorithm.ED448, null);

    private static final Map<ASN1ObjectIdentifier, RequestSignatureAlgorithm> BY_OID = Map.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, SHA256_WITH_RSA,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, SHA384_WITH_RSA,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, SHA512_WITH_RSA,
            X9ObjectIdentifiers.ecdsa_with_SHA256, SHA256_WITH_ECDSA,
            X9ObjectIdentifiers.ecdsa_with_SHA384, SHA384_WITH_ECDSA,
            X9ObjectIdentifiers.ecdsa_with_SHA512, SHA512_WITH_ECDSA,
            EdECObjectIdentifiers.id_Ed25519, ED25519,
            EdECObjectIdentifiers.id_Ed448, ED448);
    private static final Map<ASN1ObjectIdentifier, RequestSignatureAlgorithm> PSS_BY_DIGEST = Map.of(
            NISTObjectIdentifiers.id_sha256, SHA256_WITH_RSA_PSS,
            NISTObjectIdentifiers.id_sha384, SHA384_WITH_RSA_PSS,
            NISTObjectIdentifiers.id_sha512, SHA512_WITH_RSA_PSS);
    private static final Map<ASN1ObjectIdentifier, String> WEAK = Map.of(
            PKCSObjectIdentifiers.md2WithRSAEncryption, "MD2",
            PKCSObjectIdentifiers.md4WithRSAEncryption, "MD4",
            PKCSObjectIdentifiers.md5WithRSAEncryption, "MD5",
            PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA-1",
            OIWObjectIdentifiers.sha1WithRSA, "SHA-1",
            OIWObjectIdentifiers.md5WithRSA, "MD5",
            X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA-1",
            X9ObjectIdentifiers.id_dsa_with_sha1, "SHA-1",
            OIWObjectIdentifiers.idSHA1, "SHA-1");

    private final String jcaName;
    private final KeyAlgorithm keyAlgorithm;
    private final String digest;

    RequestSignatureAlgorithm(String jcaName, KeyAlgorithm keyAlgorithm, String digest) {
        this.jcaName = jcaName;
        this.keyAlgorithm = keyAlgorithm;
        this.digest = digest;
    }

    /** The name under which the Java platform and Bouncy Castle know it. */
    public String jcaName() {
        return jcaName;
    }

    KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The JCA name of the hash; null for EdDSA, which brings its own. */
    String digest() {
        return digest;
    }

    boolean isPss() {
        return this == SHA256_WITH_RSA_PSS || this == SHA384_WITH_RSA_PSS || this == SHA512_WITH_RSA_PSS;
    }

    /** What a key of this kind signs its own request with. */
    static RequestSignatureAlgorithm preferredFor(KeySpec key) {
        return switch (key.algorithm()) {
            case RSA -> SHA256_WITH_RSA;
            case ECDSA ->
                switch (key.namedCurve()) {
                    case P_256 -> SHA256_WITH_ECDSA;
                    case P_384 -> SHA384_WITH_ECDSA;
                    case P_521 -> SHA512_WITH_ECDSA;
                };
            case ED25519 -> ED25519;
            case ED448 -> ED448;
        };
    }

    static RequestSignatureAlgorithm of(AlgorithmIdentifier identifier) {
        ASN1ObjectIdentifier oid = identifier.getAlgorithm();
        if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid)) {
            return pss(RSASSAPSSparams.getInstance(identifier.getParameters()));
        }
        RequestSignatureAlgorithm algorithm = BY_OID.get(oid);
        if (algorithm == null) {
            throw unsupported(oid);
        }
        boolean nullParameters = DERNull.INSTANCE.equals(identifier.getParameters());
        if (identifier.getParameters() != null && !(nullParameters && algorithm.keyAlgorithm == KeyAlgorithm.RSA)) {
            throw refused("malformed_signature_algorithm", "the signature algorithm has parameters it must not have");
        }
        return algorithm;
    }

    /** RFC 4055, 3.1: the mask generation must use the message's hash. */
    private static RequestSignatureAlgorithm pss(RSASSAPSSparams parameters) {
        ASN1ObjectIdentifier digest = parameters == null
                ? OIWObjectIdentifiers.idSHA1
                : parameters.getHashAlgorithm().getAlgorithm();
        RequestSignatureAlgorithm algorithm = PSS_BY_DIGEST.get(digest);
        if (algorithm == null) {
            throw unsupported(digest);
        }
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        boolean sameDigest = PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                && digest.equals(
                        AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm());
        if (!sameDigest || parameters.getTrailerField().intValueExact() != 1) {
            throw refused("unsupported_signature_algorithm", "RSASSA-PSS must use MGF1 with the hash of the message");
        }
        return algorithm;
    }

    private static ClmException unsupported(ASN1ObjectIdentifier oid) {
        String weak = WEAK.get(oid);
        return weak != null
                ? refused("weak_signature_algorithm", "the request is signed with " + weak)
                : refused(
                        "unsupported_signature_algorithm", "the request's signature algorithm is not accepted: " + oid);
    }

    private static ClmException refused(String code, String detail) {
        return ClmException.invalid(CertificateSigningRequest.FIELD, code, detail);
    }
}

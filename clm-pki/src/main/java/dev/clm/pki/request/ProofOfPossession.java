package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.pki.publickey.NativeSignatures;
import dev.clm.pki.publickey.SubjectPublicKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** The requester holds the private key: the request is signed by the key inside it (RFC 2986, 4.2). */
final class ProofOfPossession {
    private ProofOfPossession() {}

    /** The algorithm of a signature that is right. Expects the key that stands in the request, checked. */
    static RequestSignatureAlgorithm verify(CertificationRequest request, SubjectPublicKey key) throws IOException {
        RequestSignatureAlgorithm algorithm = RequestSignatureAlgorithm.of(request.getSignatureAlgorithm());
        if (algorithm.keyAlgorithm() != key.algorithm()) {
            throw refused("signature_algorithm_mismatch", "the signature algorithm is not one of the key's");
        }
        byte[] message = request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER);
        byte[] signature = request.getSignature().getOctets();
        boolean right = switch (key.algorithm()) {
            case RSA -> rsa(request, algorithm, key, message, signature);
            case ECDSA -> ecdsa(algorithm, key, message, signature);
            case ED25519, ED448 -> byBouncyCastle(algorithm, key, message, signature);
        };
        if (!right) {
            throw refused("proof_of_possession", "the request is not signed by the key that it contains");
        }
        return algorithm;
    }

    /** By the JDK: Bouncy Castle tests each unknown modulus for primality first, at many times the price of the signature. */
    private static boolean rsa(
            CertificationRequest request,
            RequestSignatureAlgorithm algorithm,
            SubjectPublicKey key,
            byte[] message,
            byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.isPss() ? "RSASSA-PSS" : algorithm.jcaName());
            if (algorithm.isPss()) {
                verifier.setParameter(pssParameters(request, algorithm));
            }
            verifier.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key.der())));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PSSParameterSpec pssParameters(CertificationRequest request, RequestSignatureAlgorithm algorithm) {
        int saltLength = RSASSAPSSparams.getInstance(
                        request.getSignatureAlgorithm().getParameters())
                .getSaltLength()
                .intValueExact();
        return new PSSParameterSpec(
                algorithm.digest(), "MGF1", new MGF1ParameterSpec(algorithm.digest()), saltLength, 1);
    }

    private static boolean ecdsa(
            RequestSignatureAlgorithm algorithm, SubjectPublicKey key, byte[] message, byte[] signature)
            throws IOException {
        if (!NativeSignatures.available()) {
            return byBouncyCastle(algorithm, key, message, signature);
        }
        try {
            String name = algorithm.jcaName();
            return NativeSignatures.verify(name, NativeSignatures.publicKey(name, key.der()), message, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static boolean byBouncyCastle(
            RequestSignatureAlgorithm algorithm, SubjectPublicKey key, byte[] message, byte[] signature)
            throws IOException {
        Signer verifier = signer(algorithm);
        verifier.init(false, PublicKeyFactory.createKey(key.info()));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private static Signer signer(RequestSignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> new Ed25519Signer();
            case ED448 -> new Ed448Signer(new byte[0]);
            case SHA256_WITH_ECDSA -> ecdsa(new SHA256Digest());
            case SHA384_WITH_ECDSA -> ecdsa(new SHA384Digest());
            case SHA512_WITH_ECDSA -> ecdsa(new SHA512Digest());
            default -> throw new IllegalArgumentException("no elliptic curve: " + algorithm);
        };
    }

    private static Signer ecdsa(Digest digest) {
        return new DSADigestSigner(new ECDSASigner(), digest, StandardDSAEncoding.INSTANCE);
    }

    private static ClmException refused(String code, String detail) {
        return ClmException.invalid(CertificateSigningRequest.FIELD, code, detail);
    }
}

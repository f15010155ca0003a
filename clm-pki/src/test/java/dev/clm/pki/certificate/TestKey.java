package dev.clm.pki.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed448KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed448KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** A fresh key pair and a signer with it. */
public record TestKey(AsymmetricKeyParameter privateKey, SubjectPublicKeyInfo publicKey) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final int CERTAINTY = 80;
    private static final Map<Kind, TestKey> SHARED = new ConcurrentHashMap<>();

    /** The key types that authorities and subjects may have. */
    public enum Kind {
        RSA_2048,
        RSA_3072,
        RSA_4096,
        P_256,
        P_384,
        P_521,
        ED25519,
        ED448
    }

    /** The same key at every call: RSA ones take seconds to make. */
    public static TestKey shared(Kind kind) {
        return SHARED.computeIfAbsent(kind, TestKey::generate);
    }

    public static TestKey generate(Kind kind) {
        return switch (kind) {
            case RSA_2048 -> rsa(2048);
            case RSA_3072 -> rsa(3072);
            case RSA_4096 -> rsa(4096);
            case P_256 -> elliptic(SECObjectIdentifiers.secp256r1);
            case P_384 -> elliptic(SECObjectIdentifiers.secp384r1);
            case P_521 -> elliptic(SECObjectIdentifiers.secp521r1);
            case ED25519 -> {
                Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
                generator.init(new Ed25519KeyGenerationParameters(RANDOM));
                yield of(generator);
            }
            case ED448 -> {
                Ed448KeyPairGenerator generator = new Ed448KeyPairGenerator();
                generator.init(new Ed448KeyGenerationParameters(RANDOM));
                yield of(generator);
            }
        };
    }

    public TbsSigner signer() {
        return (algorithm, toBeSigned) -> Signatures.sign(pkcs8(), algorithm, toBeSigned);
    }

    public byte[] keyIdentifier() {
        return new BcX509ExtensionUtils().createSubjectKeyIdentifier(publicKey).getKeyIdentifier();
    }

    public byte[] pkcs8() {
        try {
            return PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestKey rsa(int bits) {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(EXPONENT, RANDOM, bits, CERTAINTY));
        return of(generator);
    }

    private static TestKey elliptic(ASN1ObjectIdentifier curve) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(curve), RANDOM));
        return of(generator);
    }

    private static TestKey of(AsymmetricCipherKeyPairGenerator generator) {
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return new TestKey(
                    pair.getPrivate(), SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

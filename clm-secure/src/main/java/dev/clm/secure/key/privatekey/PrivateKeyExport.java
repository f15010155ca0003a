package dev.clm.secure.key.privatekey;

import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.publickey.BouncyCastle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * A private key for its owner to take away, under a passphrase: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC (RFC 8018), as
 * PKCS#8 (RFC 5958) or PKCS#12 (RFC 7292). Runs inside the vault's call, which zeroes the PKCS#8 bytes.
 */
public final class PrivateKeyExport {
    /** For PBKDF2-HMAC-SHA-256 (OWASP, 2023); the PKCS#12 MAC must not be the cheaper way to guess. */
    static final int ITERATIONS = 600_000;

    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    private PrivateKeyExport() {}

    /** PEM, `ENCRYPTED PRIVATE KEY`. */
    public static String pkcs8(byte[] pkcs8, Passphrase passphrase) {
        try {
            byte[] der = new PKCS8EncryptedPrivateKeyInfoBuilder(pkcs8)
                    .build(encryptor(passphrase))
                    .getEncoded();
            return PemEncoding.encryptedPrivateKey(der);
        } catch (IOException e) {
            throw new UncheckedIOException("the key could not be exported", e);
        }
    }

    /** A key store with the key, its certificate and the chain. @param chain the key's own certificate first */
    public static byte[] pkcs12(
            byte[] pkcs8, List<X509CertificateHolder> chain, String friendlyName, Passphrase passphrase) {
        try {
            OutputEncryptor encryptor = encryptor(passphrase);
            byte[] localKeyId = chain.get(0).getSerialNumber().toByteArray();
            PKCS12SafeBag key = named(
                    new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(pkcs8), encryptor), friendlyName, localKeyId);
            PKCS12SafeBag[] certificates = certificates(chain, friendlyName, localKeyId);
            return new PKCS12PfxPduBuilder()
                    .addEncryptedData(encryptor(passphrase), certificates)
                    .addData(key)
                    .build(mac(), passphrase.characters())
                    .getEncoded();
        } catch (IOException | PKCSException e) {
            throw new IllegalStateException("the key could not be exported", e);
        }
    }

    private static PKCS12SafeBag[] certificates(
            List<X509CertificateHolder> chain, String friendlyName, byte[] localKeyId) throws IOException {
        PKCS12SafeBag[] bags = new PKCS12SafeBag[chain.size()];
        bags[0] = named(new PKCS12SafeBagBuilder(chain.get(0)), friendlyName, localKeyId);
        for (int i = 1; i < bags.length; i++) {
            bags[i] = new PKCS12SafeBagBuilder(chain.get(i)).build();
        }
        return bags;
    }

    private static PKCS12SafeBag named(PKCS12SafeBagBuilder bag, String friendlyName, byte[] localKeyId) {
        return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(friendlyName))
                .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(localKeyId))
                .build();
    }

    private static OutputEncryptor encryptor(Passphrase passphrase) {
        try {
            return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(BouncyCastle.provider())
                    .setPRF(HMAC_SHA256)
                    .setIterationCount(ITERATIONS)
                    .build(passphrase.characters());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("PBES2 is not usable in this Java runtime", e);
        }
    }

    private static JcePKCS12MacCalculatorBuilder mac() {
        return new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                .setProvider(BouncyCastle.provider())
                .setIterationCount(ITERATIONS);
    }
}

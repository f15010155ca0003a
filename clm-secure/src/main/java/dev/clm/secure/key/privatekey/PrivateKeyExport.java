package dev.clm.secure.key.privatekey;

import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.publickey.BouncyCastle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * A private key for its owner to take away, under a passphrase: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC (RFC 8018), as
 * PKCS#8 (RFC 5958) or PKCS#12 (RFC 7292). All of it is DER, which every reader takes; BER is what RFC 7292 permits and some
 * readers refuse. Runs inside the vault's call, which zeroes the PKCS#8 bytes.
 */
public final class PrivateKeyExport {
    /** For PBKDF2-HMAC-SHA-256 (OWASP, 2023); the PKCS#12 MAC must not be the cheaper way to guess. */
    static final int ITERATIONS = 600_000;

    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);

    private PrivateKeyExport() {}

    /** PEM, `ENCRYPTED PRIVATE KEY`. */
    public static String pkcs8(byte[] pkcs8, Passphrase passphrase) {
        return PemEncoding.encryptedPrivateKey(der(new PKCS8EncryptedPrivateKeyInfoBuilder(pkcs8)
                .build(encryptor(passphrase))
                .toASN1Structure()));
    }

    /**
     * A key store with the key, its certificate and the chain.
     *
     * @param chain the key's own certificate first
     * @param passphrase of printable ASCII ({@link Passphrase#requirePrintableAscii})
     */
    public static byte[] pkcs12(
            byte[] pkcs8, List<X509CertificateHolder> chain, String friendlyName, Passphrase passphrase) {
        byte[] localKeyId = chain.get(0).getSerialNumber().toByteArray();
        PKCS12SafeBag key = named(
                new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(pkcs8), encryptor(passphrase)),
                friendlyName,
                localKeyId);
        // The MAC is over these bytes, so they are DER before it is computed.
        byte[] authenticatedSafe = der(new DERSequence(new ASN1Encodable[] {
            encrypted(der(certificates(chain, friendlyName, localKeyId)), passphrase),
            data(der(new DERSequence(key.toASN1Structure())))
        }));
        return der(new Pfx(data(authenticatedSafe), mac(authenticatedSafe, passphrase)));
    }

    private static DERSequence certificates(List<X509CertificateHolder> chain, String friendlyName, byte[] localKeyId) {
        ASN1Encodable[] bags = new ASN1Encodable[chain.size()];
        bags[0] = named(bag(chain.get(0)), friendlyName, localKeyId).toASN1Structure();
        for (int i = 1; i < bags.length; i++) {
            bags[i] = bag(chain.get(i)).build().toASN1Structure();
        }
        return new DERSequence(bags);
    }

    private static PKCS12SafeBagBuilder bag(X509CertificateHolder certificate) {
        try {
            return new PKCS12SafeBagBuilder(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static ContentInfo data(byte[] content) {
        return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content));
    }

    private static ContentInfo encrypted(byte[] content, Passphrase passphrase) {
        OutputEncryptor encryptor = encryptor(passphrase);
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (OutputStream encrypting = encryptor.getOutputStream(encrypted)) {
            encrypting.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ContentInfo(
                PKCSObjectIdentifiers.encryptedData,
                new EncryptedData(
                        PKCSObjectIdentifiers.data,
                        encryptor.getAlgorithmIdentifier(),
                        new DEROctetString(encrypted.toByteArray())));
    }

    /** RFC 7292, appendix B. */
    private static MacData mac(byte[] authenticatedSafe, Passphrase passphrase) {
        try {
            MacCalculator calculator = new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                    .setProvider(BouncyCastle.provider())
                    .setIterationCount(ITERATIONS)
                    .build(passphrase.characters());
            try (OutputStream authenticating = calculator.getOutputStream()) {
                authenticating.write(authenticatedSafe);
            }
            byte[] salt = PKCS12PBEParams.getInstance(
                            calculator.getAlgorithmIdentifier().getParameters())
                    .getIV();
            return new MacData(new DigestInfo(SHA256, calculator.getMac()), salt, ITERATIONS);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the MAC of PKCS#12 is not usable in this Java runtime", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] der(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

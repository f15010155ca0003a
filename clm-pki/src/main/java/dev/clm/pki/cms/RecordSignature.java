package dev.clm.pki.cms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.util.CollectionStore;

/** CMS SignedData (RFC 5652, section 5) around a completion record, with the signer's certificate: what `openssl cms` checks. */
public final class RecordSignature {
    static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    static final AlgorithmIdentifier DIGEST = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

    private RecordSignature() {}

    /** DER. The caller zeroes the PKCS#8 array. */
    public static byte[] sign(byte[] record, byte[] pkcs8, X509CertificateHolder certificate) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                    .build(
                            new BcECContentSignerBuilder(SIGNATURE, DIGEST).build(PrivateKeyFactory.createKey(pkcs8)),
                            certificate));
            generator.addCertificates(new CollectionStore<>(List.of(certificate)));
            return generator
                    .generate(new CMSProcessableByteArray(record), true)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CMSException | OperatorCreationException e) {
            // Without the cause: it may quote what it read.
            throw new IllegalStateException("a completion record could not be signed");
        }
    }

    /** The record inside. */
    public static byte[] content(byte[] signedData) {
        try {
            return (byte[]) new CMSSignedData(signedData).getSignedContent().getContent();
        } catch (CMSException e) {
            throw new IllegalStateException("a stored completion record cannot be read", e);
        }
    }
}

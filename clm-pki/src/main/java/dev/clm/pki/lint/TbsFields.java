package dev.clm.pki.lint;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The fields of a TBSCertificate (RFC 5280 4.1.2), read without judging them. */
record TbsFields(
        int version,
        ASN1Integer serialNumber,
        AlgorithmIdentifier signature,
        X500Name issuer,
        ASN1Primitive notBefore,
        ASN1Primitive notAfter,
        X500Name subject,
        SubjectPublicKeyInfo publicKey,
        boolean uniqueIdentifiers,
        List<EncodedExtension> extensions) {

    private static final int EXTENSIONS_TAG = 3;

    static TbsFields of(ASN1Sequence tbs) {
        boolean versioned = tbs.getObjectAt(0) instanceof ASN1TaggedObject;
        int at = versioned ? 1 : 0;
        ASN1Sequence validity = ASN1Sequence.getInstance(tbs.getObjectAt(at + 3));
        boolean uniqueIdentifiers = false;
        List<EncodedExtension> extensions = List.of();
        for (int i = at + 6; i < tbs.size(); i++) {
            ASN1TaggedObject field = ASN1TaggedObject.getInstance(tbs.getObjectAt(i));
            if (field.getTagNo() == EXTENSIONS_TAG) {
                extensions = extensions(ASN1Sequence.getInstance(field, true));
            } else {
                uniqueIdentifiers |= ASN1BitString.getInstance(field, false) != null;
            }
        }
        return new TbsFields(
                versioned ? version((ASN1TaggedObject) tbs.getObjectAt(0)) : 1,
                ASN1Integer.getInstance(tbs.getObjectAt(at)),
                AlgorithmIdentifier.getInstance(tbs.getObjectAt(at + 1)),
                X500Name.getInstance(tbs.getObjectAt(at + 2)),
                validity.getObjectAt(0).toASN1Primitive(),
                validity.getObjectAt(1).toASN1Primitive(),
                X500Name.getInstance(tbs.getObjectAt(at + 4)),
                SubjectPublicKeyInfo.getInstance(tbs.getObjectAt(at + 5)),
                uniqueIdentifiers,
                extensions);
    }

    private static int version(ASN1TaggedObject tagged) {
        return ASN1Integer.getInstance(tagged, true).intValueExact() + 1;
    }

    private static List<EncodedExtension> extensions(ASN1Sequence sequence) {
        List<EncodedExtension> extensions = new ArrayList<>(sequence.size());
        for (int i = 0; i < sequence.size(); i++) {
            extensions.add(EncodedExtension.of(ASN1Sequence.getInstance(sequence.getObjectAt(i))));
        }
        return extensions;
    }
}

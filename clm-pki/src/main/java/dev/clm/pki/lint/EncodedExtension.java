package dev.clm.pki.lint;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/** One extension as it stands in the certificate. Bouncy Castle's own type refuses repeated ones, which are to be found here. */
record EncodedExtension(ASN1ObjectIdentifier type, boolean critical, boolean defaultWritten, ASN1OctetString value) {
    static EncodedExtension of(ASN1Sequence sequence) {
        ASN1ObjectIdentifier type = ASN1ObjectIdentifier.getInstance(sequence.getObjectAt(0));
        if (sequence.size() == 2) {
            return new EncodedExtension(type, false, false, ASN1OctetString.getInstance(sequence.getObjectAt(1)));
        }
        boolean critical = ASN1Boolean.getInstance(sequence.getObjectAt(1)).isTrue();
        return new EncodedExtension(type, critical, !critical, ASN1OctetString.getInstance(sequence.getObjectAt(2)));
    }
}

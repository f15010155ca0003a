package dev.clm.pki.lint;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** One attribute of a distinguished name, with its text where it is a string (RFC 5280 4.1.2.4). */
record NameAttribute(ASN1ObjectIdentifier type, ASN1Encodable value, String text) {
    static List<NameAttribute> of(X500Name name) {
        List<NameAttribute> attributes = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                ASN1Encodable value = attribute.getValue();
                attributes.add(new NameAttribute(
                        attribute.getType(), value, value instanceof ASN1String string ? string.getString() : ""));
            }
        }
        return attributes;
    }

    boolean is(ASN1ObjectIdentifier other) {
        return type.equals(other);
    }

    /** The attribute's usual short name, or its object identifier: never the value, which may be hostile. */
    String label() {
        String label = BCStyle.INSTANCE.oidToDisplayName(type);
        return label == null ? type.getId() : label;
    }
}

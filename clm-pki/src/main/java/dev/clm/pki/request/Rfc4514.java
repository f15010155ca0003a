package dev.clm.pki.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** Distinguished names as text (RFC 4514): the form of every subject_dn and issuer_dn. */
public final class Rfc4514 {
    private static final String ESCAPED = "\"+,;<>\\";

    private Rfc4514() {}

    public static String format(X500Name name) {
        List<RDN> rdns = new ArrayList<>(Arrays.asList(name.getRDNs()));
        Collections.reverse(rdns);
        return rdns.stream().map(Rfc4514::format).collect(Collectors.joining(","));
    }

    private static String format(RDN rdn) {
        return Arrays.stream(rdn.getTypesAndValues()).map(Rfc4514::format).collect(Collectors.joining("+"));
    }

    private static String format(AttributeTypeAndValue attribute) {
        return SubjectAttribute.ofOid(attribute.getType())
                .filter(known -> attribute.getValue() instanceof ASN1String)
                .map(known -> known.shortName() + "=" + escape(((ASN1String) attribute.getValue()).getString()))
                .orElseGet(() -> attribute.getType().getId() + "=#" + hex(attribute.getValue()));
    }

    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean outer = c == ' ' && (i == 0 || i == value.length() - 1) || c == '#' && i == 0;
            if (c < ' ' || c == 0x7F) {
                escaped.append('\\').append(HexFormat.of().toHexDigits((byte) c));
            } else {
                escaped.append(outer || ESCAPED.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    private static String hex(ASN1Encodable value) {
        try {
            return HexFormat.of().formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("a parsed value must encode", e);
        }
    }
}

package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;

/** The types of names that constraints can be on: how each is written, and how it is closed so that every validator sees it. */
enum ConstrainedType {
    DNS(GeneralName.dNSName),
    IP(GeneralName.iPAddress),
    EMAIL(GeneralName.rfc822Name),
    URI(GeneralName.uniformResourceIdentifier);

    /**
     * A host that never is (RFC 6761, 6.4). A constraint without text would be shorter, but Java reads no certificate that has one,
     * OpenSSL takes one on mail for no name at all, and others for every name.
     */
    private static final String NOWHERE = "invalid";

    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private final int tag;

    ConstrainedType(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }

    /** What a client wrote, as it will be issued. */
    String normalise(String text, String field) {
        return switch (this) {
            case DNS -> domain(text, field);
            case IP -> IpRange.normalise(text, field);
            case EMAIL -> mail(text, field);
            case URI -> DnsName.host(text, field);
        };
    }

    GeneralName base(String normal, String field) {
        return this == IP
                ? new GeneralName(tag, new DEROctetString(IpRange.parse(normal, field)))
                : new GeneralName(tag, normal);
    }

    /** Leaves no name of this type permitted. */
    void close(List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {
        if (this == IP) {
            excluded.add(new GeneralSubtree(new GeneralName(tag, new DEROctetString(new byte[2 * IPV4_OCTETS]))));
            excluded.add(new GeneralSubtree(new GeneralName(tag, new DEROctetString(new byte[2 * IPV6_OCTETS]))));
        } else {
            GeneralSubtree nowhere = new GeneralSubtree(new GeneralName(tag, NOWHERE));
            permitted.add(nowhere);
            excluded.add(nowhere);
        }
    }

    private static String domain(String text, String field) {
        if (text.startsWith(".") || text.startsWith("*.")) {
            throw ClmException.invalid(
                    field,
                    "invalid_domain",
                    "write the domain without what stands before its first label, such as example.com: a constraint covers"
                            + " the domain and all names below it");
        }
        return DnsName.host(text, field);
    }

    /** A domain, or what lies below one, or one mailbox (RFC 5280, 4.2.1.10). */
    private static String mail(String text, String field) {
        if (text.indexOf('@') >= 0) {
            return EmailAddress.normalise(text, field);
        }
        return text.startsWith(".") ? "." + DnsName.host(text.substring(1), field) : DnsName.host(text, field);
    }
}

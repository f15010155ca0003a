package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.pki.encoding.StrictDer;
import dev.clm.pki.request.RequestedExtension.Treatment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Reads the extensions of one request: each at most once, each value of its type. */
final class RequestedExtensionsParser {
    private static final String FIELD = CertificateSigningRequest.FIELD;

    private final Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    private final List<RequestedExtension> all = new ArrayList<>();
    private final Set<KeyUsageBit> keyUsage = new LinkedHashSet<>();
    private final Set<KeyPurposeId> keyPurposes = new LinkedHashSet<>();
    private List<SubjectAlternativeName> names = List.of();

    private RequestedExtensionsParser() {}

    static RequestedExtensions parse(ASN1Encodable extensions) {
        RequestedExtensionsParser parser = new RequestedExtensionsParser();
        for (ASN1Encodable element : ASN1Sequence.getInstance(extensions)) {
            parser.read(Extension.getInstance(element));
        }
        return new RequestedExtensions(parser.names, parser.keyUsage, parser.keyPurposes, parser.all);
    }

    private void read(Extension extension) {
        ASN1ObjectIdentifier oid = extension.getExtnId();
        if (!seen.add(oid)) {
            throw ClmException.invalid(
                    FIELD, "repeated_extension", "the request has an extension more than once: " + oid);
        }
        all.add(new RequestedExtension(oid.getId(), extension.isCritical(), treatment(extension)));
    }

    private Treatment treatment(Extension extension) {
        ASN1ObjectIdentifier oid = extension.getExtnId();
        try {
            ASN1Primitive value = StrictDer.parse(extension.getExtnValue().getOctets());
            if (Extension.subjectAlternativeName.equals(oid)) {
                names = SubjectAlternativeNames.of(GeneralNames.getInstance(value), FIELD);
                return Treatment.HONOURED;
            }
            if (readUsage(oid, value)) {
                return Treatment.CHECKED;
            }
            StandardExtension.requireType(oid, value);
        } catch (ClmException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw malformed(oid);
        }
        if (extension.isCritical()) {
            throw ClmException.invalid(
                    FIELD,
                    "unsupported_critical_extension",
                    "the request has a critical extension that is not issued: " + oid);
        }
        return Treatment.LEFT_OUT;
    }

    private boolean readUsage(ASN1ObjectIdentifier oid, ASN1Primitive value) {
        if (Extension.keyUsage.equals(oid)) {
            readKeyUsage(ASN1BitString.getInstance(value));
        } else if (Extension.extendedKeyUsage.equals(oid)) {
            keyPurposes.addAll(List.of(ExtendedKeyUsage.getInstance(value).getUsages()));
            requireSome(keyPurposes, oid);
        } else if (Extension.basicConstraints.equals(oid)) {
            refuseAuthority(BasicConstraints.getInstance(value));
        } else {
            return false;
        }
        return true;
    }

    private void readKeyUsage(ASN1BitString value) {
        KeyUsage usage = KeyUsage.getInstance(value);
        for (KeyUsageBit bit : KeyUsageBit.values()) {
            if (usage.hasUsages(bit.flag())) {
                keyUsage.add(bit);
            }
        }
        requireSome(keyUsage, Extension.keyUsage);
        if (value.getBytes().length * 8 - value.getPadBits() > KeyUsageBit.values().length) {
            throw malformed(Extension.keyUsage);
        }
    }

    private static void requireSome(Set<?> values, ASN1ObjectIdentifier oid) {
        if (values.isEmpty()) {
            throw malformed(oid);
        }
    }

    private static void refuseAuthority(BasicConstraints constraints) {
        if (constraints.isCA()) {
            throw ClmException.invalid(FIELD, "ca_requested", "a CSR must not ask for a certification authority");
        }
        if (constraints.getPathLenConstraint() != null) {
            throw malformed(Extension.basicConstraints);
        }
    }

    private static ClmException malformed(ASN1ObjectIdentifier oid) {
        return ClmException.invalid(FIELD, "malformed_extension", "the value of an extension is malformed: " + oid);
    }
}

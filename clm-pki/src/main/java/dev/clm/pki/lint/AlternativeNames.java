package dev.clm.pki.lint;

import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;

/** Walks over the subject alternative names of one form. */
final class AlternativeNames {
    static final String FIELD = "subject_alternative_names";
    private static final GeneralName[] NONE = {};

    private AlternativeNames() {}

    static GeneralName[] of(LintSubject subject) {
        return subject.extensions.alternativeNames == null ? NONE : subject.extensions.alternativeNames;
    }

    static boolean any(LintSubject subject, int form, Predicate<GeneralName> wanted) {
        for (GeneralName name : of(subject)) {
            if (name.getTagNo() == form && wanted.test(name)) {
                return true;
            }
        }
        return false;
    }

    /** A lint on each name of one form; the finding tells which name it is by its place in the list, never by its text. */
    static Lint each(int form, String name, String section, String requirement, Predicate<GeneralName> violated) {
        return new Lint(name, section, FIELD, requirement, subject -> {
            GeneralName[] names = of(subject);
            for (int i = 0; i < names.length; i++) {
                if (names[i].getTagNo() == form && violated.test(names[i])) {
                    return Optional.of(requirement + ": name " + (i + 1) + " of " + names.length);
                }
            }
            return Optional.empty();
        });
    }

    static String text(GeneralName name) {
        return name.getName() instanceof ASN1String string ? string.getString() : "";
    }

    static byte[] octets(GeneralName name) {
        return ASN1OctetString.getInstance(name.getName()).getOctets();
    }
}

package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Lists of subject alternative names: at most 100, each once, in the order given. */
public final class SubjectAlternativeNames {
    public static final int MAX_NAMES = 100;
    static final String FIELD = "subject_alternative_names";

    private SubjectAlternativeNames() {}

    /** A name as it stands in a request's JSON, not yet checked. */
    public record Unchecked(String type, String value) {}

    /** The names of a request's JSON (null for none); all faults at once, as `subject_alternative_names[i].value`. */
    public static List<SubjectAlternativeName> parse(List<Unchecked> names) {
        if (names == null) {
            return List.of();
        }
        requireCount(names.size(), FIELD);
        Set<SubjectAlternativeName> parsed = new LinkedHashSet<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            try {
                parsed.add(parse(names.get(i), FIELD + "[" + i + "]"));
            } catch (ClmException e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
        return List.copyOf(parsed);
    }

    private static SubjectAlternativeName parse(Unchecked name, String field) {
        if (name == null) {
            throw ClmException.invalid(field, "required", "a name must not be null");
        }
        return SubjectAlternativeName.of(name.type(), name.value(), field);
    }

    static List<SubjectAlternativeName> of(GeneralNames names, String field) {
        GeneralName[] given = names.getNames();
        if (given.length == 0) {
            throw ClmException.invalid(field, "malformed_extension", "subjectAltName must not be empty");
        }
        requireCount(given.length, field);
        Set<SubjectAlternativeName> parsed = new LinkedHashSet<>();
        for (GeneralName name : given) {
            parsed.add(SubjectAlternativeName.of(name, field));
        }
        return List.copyOf(parsed);
    }

    /** All names of both, each once. */
    public static List<SubjectAlternativeName> union(
            Collection<SubjectAlternativeName> first, Collection<SubjectAlternativeName> second) {
        return union(first, second, FIELD);
    }

    static List<SubjectAlternativeName> union(
            Collection<SubjectAlternativeName> first, Collection<SubjectAlternativeName> second, String field) {
        Set<SubjectAlternativeName> all = new LinkedHashSet<>(first);
        all.addAll(second);
        requireCount(all.size(), field);
        return List.copyOf(all);
    }

    /** The value of the extension; the list must not be empty. */
    public static GeneralNames toGeneralNames(List<SubjectAlternativeName> names) {
        return new GeneralNames(
                names.stream().map(SubjectAlternativeName::toGeneralName).toArray(GeneralName[]::new));
    }

    private static void requireCount(int count, String field) {
        if (count > MAX_NAMES) {
            throw ClmException.invalid(
                    field, "too_many_names", "at most " + MAX_NAMES + " subject alternative names are allowed");
        }
    }
}

package dev.clm.core.inventory.metadata;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.identifier.Coded;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Annotations to set. A member that is present and null clears its column, an absent one leaves it as it is.
 *
 * @param fields the members that were present
 */
public record AnnotationChange(Set<AnnotationField> fields, CertificateAnnotations values) {

    /** Reads and checks the members of a PATCH body, all faults at once; a member that is no annotation is refused. */
    public static AnnotationChange of(Map<String, Object> body) {
        List<FieldError> errors = new ArrayList<>();
        for (String name : body.keySet()) {
            if (Coded.find(AnnotationField.class, name).isEmpty()) {
                errors.add(new FieldError(name, "unknown_field", "no such annotation"));
            }
        }
        return read(body, errors);
    }

    /** As {@link #of}, from a body that has other members too. */
    static AnnotationChange amongst(Map<String, Object> body) {
        return read(body, new ArrayList<>());
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    private static AnnotationChange read(Map<String, Object> body, List<FieldError> errors) {
        Set<AnnotationField> fields = EnumSet.noneOf(AnnotationField.class);
        Map<AnnotationField, Object> given = new LinkedHashMap<>();
        for (AnnotationField field : AnnotationField.values()) {
            if (body.containsKey(field.code())) {
                Object value = body.get(field.code());
                fields.add(field);
                if (value != null) {
                    errors.addAll(field.faults(value));
                }
                given.put(field, value);
            }
        }
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
        return new AnnotationChange(fields, annotations(given));
    }

    @SuppressWarnings("unchecked") // AnnotationField.faults has checked each type
    private static CertificateAnnotations annotations(Map<AnnotationField, Object> given) {
        return new CertificateAnnotations(
                (List<String>) given.get(AnnotationField.TAGS),
                (String) given.get(AnnotationField.CATEGORY),
                (String) given.get(AnnotationField.ENVIRONMENT),
                (Map<String, Object>) given.get(AnnotationField.CUSTOM_FIELDS),
                (String) given.get(AnnotationField.NOTES));
    }
}

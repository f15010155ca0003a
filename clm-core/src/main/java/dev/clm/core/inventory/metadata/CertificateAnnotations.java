package dev.clm.core.inventory.metadata;

import dev.clm.common.error.ClmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What people write on a certificate. Only {@link AnnotationChange} makes them from input, checked. */
public record CertificateAnnotations(
        List<String> tags, String category, String environment, Map<String, Object> customFields, String notes) {
    public static final CertificateAnnotations NONE = new CertificateAnnotations(List.of(), null, null, Map.of(), null);

    public CertificateAnnotations {
        tags = tags == null ? List.of() : List.copyOf(tags);
        customFields = customFields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
    }

    /** By their names on the wire, those of these that another has not alike; null where these have none. */
    public Map<String, Object> differingFrom(CertificateAnnotations other) {
        Map<String, Object> others = other.byName();
        Map<String, Object> differing = byName();
        differing.entrySet().removeIf(one -> Objects.equals(one.getValue(), others.get(one.getKey())));
        return differing;
    }

    private Map<String, Object> byName() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put(AnnotationField.TAGS.code(), tags);
        named.put(AnnotationField.CATEGORY.code(), category);
        named.put(AnnotationField.ENVIRONMENT.code(), environment);
        named.put(AnnotationField.CUSTOM_FIELDS.code(), customFields);
        named.put(AnnotationField.NOTES.code(), notes);
        return named;
    }

    /** The annotations of a new certificate, from the members of a JSON body; other members are left alone. */
    public static CertificateAnnotations of(Map<String, Object> body) throws ClmException {
        return AnnotationChange.amongst(body).values();
    }
}

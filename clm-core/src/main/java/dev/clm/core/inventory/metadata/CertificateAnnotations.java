package dev.clm.core.inventory.metadata;

import dev.clm.common.error.ClmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people write on a certificate. Only {@link AnnotationChange} makes them from input, checked. */
public record CertificateAnnotations(
        List<String> tags, String category, String environment, Map<String, Object> customFields, String notes) {
    public static final CertificateAnnotations NONE = new CertificateAnnotations(List.of(), null, null, Map.of(), null);

    public CertificateAnnotations {
        tags = tags == null ? List.of() : List.copyOf(tags);
        customFields = customFields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
    }

    /** The annotations of a new certificate, from the members of a JSON body; other members are left alone. */
    public static CertificateAnnotations of(Map<String, Object> body) throws ClmException {
        return AnnotationChange.amongst(body).values();
    }
}

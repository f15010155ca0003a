package dev.clm.core.inventory.metadata;

import dev.clm.common.error.FieldError;
import dev.clm.common.field.Json;
import dev.clm.common.field.StorableScalar;
import dev.clm.common.field.StorableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What custom_fields may hold: a JSON object that jsonb stores without loss, of at most 16 kB and 5 levels. */
final class CustomFields {
    private static final int MAXIMUM_LENGTH = 16_384;
    private static final int MAXIMUM_DEPTH = 5;

    private CustomFields() {}

    static List<FieldError> faults(String field, Object value) {
        if (!(value instanceof Map<?, ?>)) {
            return List.of(new FieldError(field, "invalid_value", "must be an object"));
        }
        return fault(field, value, 1)
                .or(() -> tooLong(field, value))
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<FieldError> tooLong(String field, Object value) {
        return Json.write(value).length() <= MAXIMUM_LENGTH
                ? Optional.empty()
                : invalid(field, "must be at most " + MAXIMUM_LENGTH + " characters of JSON");
    }

    private static Optional<FieldError> fault(String path, Object value, int depth) {
        if (depth > MAXIMUM_DEPTH) {
            return invalid(path, "is nested deeper than " + MAXIMUM_DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> members) {
            return memberFault(path, members, depth);
        }
        if (value instanceof List<?> elements) {
            return elementFault(path, elements, depth);
        }
        return StorableScalar.isStorable(value)
                ? Optional.empty()
                : invalid(path, "holds text or a number that cannot be stored");
    }

    private static Optional<FieldError> memberFault(String path, Map<?, ?> members, int depth) {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!(member.getKey() instanceof String name && StorableText.isName(name, 100))) {
                return invalid(path, "has a member whose name is not one line of 1 to 100 characters");
            }
            Optional<FieldError> fault = fault(path + "." + name, member.getValue(), depth + 1);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<FieldError> elementFault(String path, List<?> elements, int depth) {
        for (int i = 0; i < elements.size(); i++) {
            Optional<FieldError> fault = fault(path + "[" + i + "]", elements.get(i), depth + 1);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<FieldError> invalid(String path, String detail) {
        return Optional.of(new FieldError(path, "invalid_value", detail));
    }
}

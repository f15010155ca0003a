package dev.clm.core.inventory.metadata;

import dev.clm.common.error.FieldError;
import dev.clm.common.field.StorableText;
import dev.clm.common.identifier.Coded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of certificate_metadata that people may write, and what each accepts. */
public enum AnnotationField implements Coded {
    TAGS {
        @Override
        List<FieldError> faults(Object value) {
            return value instanceof List<?> tags ? tagFaults(tags) : fault("must be an array of strings");
        }
    },
    CATEGORY {
        @Override
        List<FieldError> faults(Object value) {
            return value instanceof String text && StorableText.isName(text, 100)
                    ? List.of()
                    : fault("must be one line of 1 to 100 characters");
        }
    },
    ENVIRONMENT {
        @Override
        List<FieldError> faults(Object value) {
            return value instanceof String text && ENVIRONMENTS.contains(text)
                    ? List.of()
                    : fault("must be production, staging, development or testing");
        }
    },
    CUSTOM_FIELDS {
        @Override
        List<FieldError> faults(Object value) {
            return CustomFields.faults(code(), value);
        }
    },
    NOTES {
        @Override
        List<FieldError> faults(Object value) {
            return value instanceof String text && text.length() <= 10_000 && StorableText.isStorable(text)
                    ? List.of()
                    : fault("must be text of at most 10000 characters, without NUL");
        }
    };

    public static final Set<String> ENVIRONMENTS = Set.of("production", "staging", "development", "testing");
    private static final int MAXIMUM_TAGS = 50;

    abstract List<FieldError> faults(Object value);

    List<FieldError> fault(String detail) {
        return List.of(new FieldError(code(), "invalid_value", detail));
    }

    private static List<FieldError> tagFaults(List<?> tags) {
        if (tags.size() > MAXIMUM_TAGS) {
            return TAGS.fault("at most " + MAXIMUM_TAGS + " tags");
        }
        List<FieldError> faults = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            String field = "tags[" + i + "]";
            if (!(tags.get(i) instanceof String tag && StorableText.isName(tag, 100))) {
                faults.add(new FieldError(field, "invalid_value", "must be one line of 1 to 100 characters"));
            } else if (!seen.add(tag)) {
                faults.add(new FieldError(field, "repeated", "stands there twice"));
            }
        }
        return faults;
    }
}

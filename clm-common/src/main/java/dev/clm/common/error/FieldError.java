package dev.clm.common.error;

import java.util.Objects;

/**
 * One fault of one input field.
 *
 * @param field the field as the client wrote it, in snake_case, nested with dots and [i] (`subject_alternative_names[2].value`)
 * @param code stable, snake_case, such as `weak_key`
 * @param detail one sentence for people, without any secret
 */
public record FieldError(String field, String code, String detail) {
    public FieldError {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
    }
}

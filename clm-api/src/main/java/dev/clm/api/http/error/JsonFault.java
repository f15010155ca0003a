package dev.clm.api.http.error;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.UUID;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns what Jackson says of a body into a refusal: unreadable as a whole, or understood and wrong in a named field. */
final class JsonFault {
    private JsonFault() {}

    static ClmException of(HttpMessageNotReadableException unreadable) {
        for (Throwable t = unreadable; t != null; t = t.getCause()) {
            if (t instanceof DatabindException fault && !fault.getPath().isEmpty()) {
                return inField(fault);
            }
            if (t instanceof ClmException refusal) {
                return refusal;
            }
            if (t instanceof JacksonException) {
                return unreadable("the body is not one well-formed JSON object");
            }
        }
        return unreadable("a JSON body is required");
    }

    private static ClmException inField(DatabindException fault) {
        String field = path(fault);
        if (fault.getCause() instanceof ClmException refusal) {
            return within(field, refusal);
        }
        if (fault instanceof UnrecognizedPropertyException) {
            return ClmException.invalid(field, "unknown_field", "is not a field of this request");
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return ClmException.invalid(field, "wrong_type", "must be " + expected(mismatch.getTargetType()));
        }
        return ClmException.invalid(field, "malformed", "cannot be read");
    }

    /** A value that refused itself knows its own fields only: they are named from the outside in. */
    private static ClmException within(String path, ClmException refusal) {
        if (refusal.errors().isEmpty()) {
            return ClmException.invalid(path, "malformed", refusal.getMessage());
        }
        return ClmException.refused(
                refusal.code(),
                refusal.errors().stream()
                        .map(e -> new FieldError(join(path, e.field()), e.code(), e.detail()))
                        .toList());
    }

    private static String join(String path, String field) {
        if (field.isEmpty() || path.equals(field) || path.endsWith("." + field)) {
            return path;
        }
        return path + "." + field;
    }

    private static String path(DatabindException fault) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : fault.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number in range";
        }
        if (type == UUID.class) {
            return "a uuid";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "an RFC 3339 time in UTC";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "an array";
        }
        return type.isEnum() ? "one of the documented values" : "an object";
    }

    private static ClmException unreadable(String detail) {
        return ClmException.of(ErrorCode.UNREADABLE_BODY, detail);
    }
}

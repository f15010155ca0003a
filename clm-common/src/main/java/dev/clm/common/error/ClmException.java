package dev.clm.common.error;

import java.util.List;
import java.util.Objects;

/** Every refusal and failure that the product raises itself. Rendered to clients in one place only. */
public final class ClmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldError> errors;

    private ClmException(ErrorCode code, String detail, List<FieldError> errors, Throwable cause) {
        super(Objects.requireNonNull(detail, "detail"), cause);
        this.code = Objects.requireNonNull(code, "code");
        this.errors = List.copyOf(errors);
    }

    public static ClmException of(ErrorCode code, String detail) {
        return new ClmException(code, detail, List.of(), null);
    }

    public static ClmException of(ErrorCode code, String detail, Throwable cause) {
        return new ClmException(code, detail, List.of(), cause);
    }

    /** Input that is understood and refused, all its faults at once; `errors` is not empty. */
    public static ClmException invalid(List<FieldError> errors) {
        return new ClmException(ErrorCode.VALIDATION_FAILED, summary(errors), errors, null);
    }

    /** Input that is understood and refused because of one field. */
    public static ClmException invalid(String field, String code, String detail) {
        return invalid(List.of(new FieldError(field, code, detail)));
    }

    /** A refusal under a code of its own that still names the fields at fault. */
    public static ClmException refused(ErrorCode code, List<FieldError> errors) {
        return new ClmException(code, summary(errors), errors, null);
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }

    /** The faults field by field; empty where the error is not about input. */
    public List<FieldError> errors() {
        return errors == null ? List.of() : errors;
    }

    private static String summary(List<FieldError> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("errors must not be empty");
        }
        FieldError first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return first.field() + ": " + first.detail() + more;
    }
}

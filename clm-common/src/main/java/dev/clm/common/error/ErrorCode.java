package dev.clm.common.error;

import dev.clm.common.identifier.Coded;

/** Stable codes of the API's errors. A code, once released, keeps its name and its meaning. */
public enum ErrorCode implements Coded {
    UNREADABLE_BODY(ErrorKind.UNREADABLE),
    PARAMETER_OUT_OF_RANGE(ErrorKind.OUT_OF_RANGE),
    UNAUTHENTICATED(ErrorKind.UNAUTHENTICATED),
    FORBIDDEN(ErrorKind.FORBIDDEN),
    NOT_FOUND(ErrorKind.NOT_FOUND),
    STATE_CONFLICT(ErrorKind.CONFLICT),
    /** Whoever calls a key compromised has not shown that he has it (requirement R1). */
    POSSESSION_NOT_SHOWN(ErrorKind.CONFLICT),
    /** If-Match named another state than the present one (RFC 9110, 13.1.1). */
    PRECONDITION_FAILED(ErrorKind.PRECONDITION_FAILED),
    IDEMPOTENCY_KEY_IN_USE(ErrorKind.CONFLICT),
    BODY_TOO_LARGE(ErrorKind.TOO_LARGE),
    /** The body had not come whole when its time was over. */
    BODY_TOO_SLOW(ErrorKind.TOO_SLOW),
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.UNSUPPORTED_MEDIA_TYPE),
    VALIDATION_FAILED(ErrorKind.UNPROCESSABLE),
    INVALID_REFERENCE(ErrorKind.UNPROCESSABLE),
    POLICY_VIOLATION(ErrorKind.UNPROCESSABLE),
    QUOTA_EXCEEDED(ErrorKind.UNPROCESSABLE),
    IDEMPOTENCY_KEY_REUSED(ErrorKind.UNPROCESSABLE),
    RATE_LIMITED(ErrorKind.RATE_LIMITED),
    UNAVAILABLE(ErrorKind.UNAVAILABLE),
    /** More is under way than this instance does well at once: refused at once, and worth a try in a moment. */
    OVERLOADED(ErrorKind.UNAVAILABLE),
    /** One database was restored to an older state than the other: reads go on, nothing is written until both are repaired. */
    FENCED(ErrorKind.UNAVAILABLE),
    /** The clocks of this instance and of both databases differ: reads go on, nothing is signed until they agree (requirement T7). */
    CLOCKS_DIFFER(ErrorKind.UNAVAILABLE),
    /** A private key or data key that does not decrypt: one uniform error, whatever was changed (requirement K1). */
    KEY_UNUSABLE(ErrorKind.INTERNAL),
    INTERNAL(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}

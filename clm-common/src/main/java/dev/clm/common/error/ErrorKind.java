package dev.clm.common.error;

/** What sort of refusal an error is. Only the REST edge turns a kind into an HTTP status. */
public enum ErrorKind {
    /** The body could not be read at all. */
    UNREADABLE,
    /** A parameter outside its documented range. */
    OUT_OF_RANGE,
    UNAUTHENTICATED,
    FORBIDDEN,
    /** Missing, soft-deleted or another tenant's: the caller cannot tell which. */
    NOT_FOUND,
    CONFLICT,
    /** What the caller has seen of it is no longer so. */
    PRECONDITION_FAILED,
    TOO_LARGE,
    /** The caller took too long to say what it wants. */
    TOO_SLOW,
    UNSUPPORTED_MEDIA_TYPE,
    /** Understood, and refused. */
    UNPROCESSABLE,
    RATE_LIMITED,
    /** A database or a lock is not to be had right now; the same call may work later. */
    UNAVAILABLE,
    INTERNAL
}

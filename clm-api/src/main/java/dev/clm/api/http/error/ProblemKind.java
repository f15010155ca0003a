package dev.clm.api.http.error;

import dev.clm.common.error.ErrorKind;

/** The HTTP statuses of errors and their titles (RFC 9110, section 15): the only place that knows them. */
public enum ProblemKind {
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    NOT_ACCEPTABLE(406, "Not Acceptable"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    CONFLICT(409, "Conflict"),
    PRECONDITION_FAILED(412, "Precondition Failed"),
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    UNPROCESSABLE_CONTENT(422, "Unprocessable Content"),
    TOO_MANY_REQUESTS(429, "Too Many Requests"),
    INTERNAL(500, "Internal Server Error"),
    SERVICE_UNAVAILABLE(503, "Service Unavailable");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public static ProblemKind of(ErrorKind kind) {
        return switch (kind) {
            case UNREADABLE, OUT_OF_RANGE -> BAD_REQUEST;
            case UNAUTHENTICATED -> UNAUTHORIZED;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case PRECONDITION_FAILED -> PRECONDITION_FAILED;
            case TOO_LARGE -> CONTENT_TOO_LARGE;
            case TOO_SLOW -> REQUEST_TIMEOUT;
            case UNSUPPORTED_MEDIA_TYPE -> UNSUPPORTED_MEDIA_TYPE;
            case UNPROCESSABLE -> UNPROCESSABLE_CONTENT;
            case RATE_LIMITED -> TOO_MANY_REQUESTS;
            case UNAVAILABLE -> SERVICE_UNAVAILABLE;
            case INTERNAL -> INTERNAL;
        };
    }

    /** The kind for a status that the servlet container or Spring chose by itself. */
    static ProblemKind ofStatus(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < 500 ? BAD_REQUEST : INTERNAL;
    }
}

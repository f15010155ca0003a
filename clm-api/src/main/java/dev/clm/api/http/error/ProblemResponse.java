package dev.clm.api.http.error;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.MDC;

/** A problem and the response headers that belong to it. */
public record ProblemResponse(Problem problem, Map<String, String> headers) {
    /** Where the log context keeps the request's id. */
    public static final String REQUEST_ID = "request_id";

    /** The request attribute that keeps the code of the problem that a controller ended in. */
    public static final String CODE = ProblemResponse.class.getName() + ".code";

    public static final String REQUEST_ID_HEADER = "X-Request-Id";

    private static final String RETRY_AFTER_SECONDS = "2";

    static ProblemResponse of(ClmException failure) {
        String code = failure.code().code();
        return of(ProblemKind.of(failure.kind()), code, failure.getMessage(), failure.errors())
                .with(headersOf(failure));
    }

    static ProblemResponse of(ProblemKind kind, String code, String detail, List<FieldError> errors) {
        return new ProblemResponse(Problem.of(kind, code, detail, errors, MDC.get(REQUEST_ID)), Map.of());
    }

    /** A problem whose code is its title in snake_case: those that HTTP itself defines. */
    static ProblemResponse of(ProblemKind kind, String detail) {
        return of(kind, kind.name().toLowerCase(Locale.ROOT), detail, List.of());
    }

    ProblemResponse with(Map<String, String> more) {
        return new ProblemResponse(problem, Map.copyOf(more));
    }

    private static Map<String, String> headersOf(ClmException failure) {
        if (failure.code() == ErrorCode.IDEMPOTENCY_KEY_IN_USE) {
            return Map.of("Retry-After", RETRY_AFTER_SECONDS);
        }
        return switch (failure.kind()) {
            case UNAVAILABLE, RATE_LIMITED -> Map.of("Retry-After", RETRY_AFTER_SECONDS);
            case UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer");
            default -> Map.of();
        };
    }
}

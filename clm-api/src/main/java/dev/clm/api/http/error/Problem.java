package dev.clm.api.http.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.common.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as clients see it (RFC 9457), always `application/problem+json`.
 *
 * @param type `about:blank`: the stable name of the error is `code`
 * @param detail absent where the fault is ours
 * @param requestId also the response header X-Request-Id and in the log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        List<FieldError> errors,
        String requestId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemKind kind, String code, String detail, List<FieldError> errors, String requestId) {
        String shown = kind == ProblemKind.INTERNAL ? null : detail;
        return new Problem("about:blank", kind.title(), kind.status(), shown, code, List.copyOf(errors), requestId);
    }
}

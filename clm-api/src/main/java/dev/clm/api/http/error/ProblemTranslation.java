package dev.clm.api.http.error;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.error.FieldError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What a client is told about any failure: our own refusals, Spring's, and everything else as a 500 without a detail. */
final class ProblemTranslation {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemTranslation.class);

    private ProblemTranslation() {}

    static ProblemResponse of(Throwable failure) {
        if (failure instanceof ClmException refusal) {
            return refused(refusal);
        }
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            return ProblemResponse.of(JsonFault.of(unreadable));
        }
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            return mismatched(mismatch);
        }
        if (failure instanceof MissingRequestValueException missing) {
            return missing(missing);
        }
        if (failure instanceof InvalidParameterException || failure instanceof BadRequestException) {
            return ProblemResponse.of(ClmException.of(ErrorCode.UNREADABLE_BODY, "the request is malformed"));
        }
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return ofSpring(known);
        }
        return unexpected(failure);
    }

    private static ProblemResponse refused(ClmException refusal) {
        if (refusal.kind() == ErrorKind.INTERNAL) {
            LOG.error("{}", refusal.getMessage(), refusal);
        } else if (refusal.kind() == ErrorKind.UNAVAILABLE
                && refusal.code() != ErrorCode.CLOCKS_DIFFER
                && refusal.code() != ErrorCode.OVERLOADED
                && !Outage.tells(refusal)) {
            LOG.warn("{}{}", refusal.getMessage(), because(refusal.getCause()));
        }
        return ProblemResponse.of(refusal);
    }

    /** In a path, a malformed identifier is one that does not exist; in a query it is out of range. */
    private static ProblemResponse mismatched(MethodArgumentTypeMismatchException mismatch) {
        if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return ProblemResponse.of(ClmException.of(ErrorCode.NOT_FOUND, "there is no such resource"));
        }
        return parameter(mismatch.getName(), "malformed", "cannot be read as what this parameter takes");
    }

    private static ProblemResponse missing(MissingRequestValueException missing) {
        String name = missing instanceof MissingServletRequestParameterException p ? p.getParameterName() : "request";
        return parameter(name, "missing", "is required");
    }

    private static ProblemResponse parameter(String name, String code, String detail) {
        return ProblemResponse.of(
                ClmException.refused(ErrorCode.PARAMETER_OUT_OF_RANGE, List.of(new FieldError(name, code, detail))));
    }

    private static ProblemResponse ofSpring(ErrorResponse known) {
        ProblemKind kind = ProblemKind.ofStatus(known.getStatusCode().value());
        String detail = kind == ProblemKind.NOT_FOUND
                ? "there is no such resource"
                : known.getBody().getDetail();
        return ProblemResponse.of(kind, detail).with(flat(known.getHeaders()));
    }

    private static Map<String, String> flat(HttpHeaders headers) {
        Map<String, String> flat = new HashMap<>();
        headers.forEach((name, values) -> flat.put(name, String.join(", ", values)));
        return flat;
    }

    private static ProblemResponse unexpected(Throwable failure) {
        LOG.error("unexpected failure", failure);
        return ProblemResponse.of(ClmException.of(ErrorCode.INTERNAL, "internal"));
    }

    /** The database's own words: what stands around them is the text of a statement. */
    private static String because(Throwable cause) {
        if (cause == null) {
            return "";
        }
        return cause.getCause() == null ? " (" + cause.getMessage() + ")" : because(cause.getCause());
    }
}

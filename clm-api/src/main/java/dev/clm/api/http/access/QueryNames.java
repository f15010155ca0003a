package dev.clm.api.http.access;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.StorableText;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/**
 * The query parameters that a method of ours has: those it reads, and those it documents and reads by itself. Any other, one
 * given twice and one without a value are refused by name: a misspelt restriction must not answer with everything.
 */
final class QueryNames {
    private final Set<String> known = new HashSet<>();
    private final boolean ours;

    QueryNames(HandlerMethod handler) {
        ours = handler.getBeanType().getName().startsWith("dev.clm.");
        for (MethodParameter parameter : handler.getMethodParameters()) {
            RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
            if (declared != null) {
                known.add(declared.name().isEmpty() ? parameter.getParameter().getName() : declared.name());
            }
        }
        AnnotatedElementUtils.findMergedRepeatableAnnotations(handler.getMethod(), Parameter.class).stream()
                .filter(documented -> documented.in() == ParameterIn.QUERY)
                .forEach(documented -> known.add(documented.name()));
    }

    void check(Map<String, String[]> query) {
        if (!ours) {
            return;
        }
        List<FieldError> faults = new ArrayList<>();
        query.forEach((name, values) -> {
            String shown = StorableText.isName(name, 100) ? name : "";
            if (!known.contains(name)) {
                faults.add(new FieldError(shown, "unknown_parameter", "is not a parameter of this request"));
            } else if (values.length > 1) {
                faults.add(new FieldError(shown, "repeated", "may be given once"));
            } else if (values[0].isEmpty()) {
                faults.add(new FieldError(shown, "empty", "needs a value, or is left out"));
            }
        });
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.PARAMETER_OUT_OF_RANGE, faults);
        }
    }
}

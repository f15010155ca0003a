package dev.clm.api.process.openapi;

import dev.clm.api.row.ResourceController;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.field.QueryParameters;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.inventory.search.CertificateSort;
import dev.clm.pki.certificate.CertificateType;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;

/** The parameters of a path, of its query and among its headers: those that a method declares, and those it documents and reads by itself. */
final class DescribedParameters {
    private static final int LARGEST_PAGE = 500;
    private static final int USUAL_PAGE = 50;

    private final ResourceSchemas resources;

    DescribedParameters(ResourceSchemas resources) {
        this.resources = resources;
    }

    List<Parameter> of(String path, HandlerMethod handler) {
        List<Parameter> parameters = new ArrayList<>();
        for (MethodParameter declared : handler.getMethodParameters()) {
            RequestParam query = declared.getParameterAnnotation(RequestParam.class);
            if (declared.hasParameterAnnotation(PathVariable.class)) {
                boolean isId = declared.getParameterType() == UUID.class;
                parameters.add(parameter("path", declared.getParameter().getName())
                        .required(true)
                        .schema(isId ? Shapes.uuid() : Shapes.text()));
            } else if (query != null) {
                String name = query.name().isEmpty() ? declared.getParameter().getName() : query.name();
                parameters.add(parameter("query", name)
                        .required(query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE))
                        .schema(schema(path, name, handler, declared.getParameterType())));
            }
        }
        AnnotatedElementUtils.findMergedRepeatableAnnotations(
                        handler.getMethod(), io.swagger.v3.oas.annotations.Parameter.class)
                .forEach(documented -> parameters.add(documented(path, handler, documented)));
        return parameters;
    }

    /** One that takes several values, separated by commas, says so by `explode = FALSE`. */
    private Parameter documented(
            String path, HandlerMethod handler, io.swagger.v3.oas.annotations.Parameter documented) {
        Schema<?> one = schema(path, documented.name(), handler, String.class);
        Parameter parameter = parameter(documented.in() == ParameterIn.QUERY ? "query" : "header", documented.name())
                .description(documented.description().isEmpty() ? null : documented.description());
        if (documented.explode() != Explode.FALSE) {
            return parameter.schema(one);
        }
        Schema<?> several = Shapes.arrayOf(one);
        several.setMaxItems(QueryParameters.MOST_VALUES);
        return parameter.schema(several).style(Parameter.StyleEnum.FORM).explode(false);
    }

    private static Parameter parameter(String in, String name) {
        return new Parameter().in(in).name(name);
    }

    private Schema<?> schema(String path, String name, HandlerMethod handler, Class<?> type) {
        if (name.equals("limit")) {
            Schema<Object> limit = Shapes.of("integer", "int32");
            limit.setMinimum(BigDecimal.ONE);
            limit.setMaximum(BigDecimal.valueOf(LARGEST_PAGE));
            limit.setDefault(USUAL_PAGE);
            return limit;
        } else if (type == boolean.class || name.equals("include_deleted")) {
            Schema<Object> flag = Shapes.of("boolean");
            flag.setDefault(false);
            return flag;
        } else if (name.equals("certificate_id")) {
            return Shapes.text();
        } else if (type == UUID.class || name.endsWith("_id")) {
            return Shapes.uuid();
        } else if (name.startsWith("not_after_")) {
            return Shapes.time();
        }
        List<String> values = values(path, name, handler);
        return values.isEmpty() ? Shapes.text() : Shapes.oneOf(values);
    }

    private List<String> values(String path, String name, HandlerMethod handler) {
        return switch (name) {
            case "status" -> statuses(path, handler);
            case "state" -> CodeNames.of(FindingState.class);
            case "certificate_type" -> CodeNames.of(CertificateType.class);
            case "sort" ->
                CodeNames.of(CertificateSort.Column.class).stream()
                        .flatMap(column -> Stream.of(column, "-" + column))
                        .toList();
            default -> CodeNames.named(name);
        };
    }

    private List<String> statuses(String path, HandlerMethod handler) {
        if (ResourceController.class.isAssignableFrom(handler.getBeanType())) {
            ResourceKind kind = resources.kind(path);
            return List.copyOf(new TreeSet<>(kind.statuses()));
        }
        return CodeNames.of(CertificateStatus.class);
    }
}

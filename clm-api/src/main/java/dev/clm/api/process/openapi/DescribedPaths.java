package dev.clm.api.process.openapi;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Takes;
import dev.clm.api.http.error.ProblemKind;
import dev.clm.api.row.ResourceController;
import dev.clm.core.identity.role.Permission;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every path of ours with its operations, read off the methods that serve them. */
final class DescribedPaths {
    private final TypeSchemas schemas;
    private final ResourceSchemas resources;
    private final DescribedAnswers answers;
    private final DescribedParameters parameters;
    private final Examples examples;
    private final Paths paths = new Paths();

    DescribedPaths(TypeSchemas schemas, ResourceSchemas resources, DescribedAnswers answers, Examples examples) {
        this.schemas = schemas;
        this.resources = resources;
        this.answers = answers;
        this.parameters = new DescribedParameters(resources);
        this.examples = examples;
    }

    Paths of(RequestMappingHandlerMapping mapping) {
        mapping.getHandlerMethods().entrySet().stream()
                .filter(mapped -> isDescribed(mapped.getKey(), mapped.getValue()))
                .sorted(Comparator.comparing(mapped -> place(mapped.getKey(), mapped.getValue())))
                .forEach(mapped -> describe(mapped.getKey(), mapped.getValue()));
        return paths;
    }

    private static boolean isDescribed(RequestMappingInfo info, HandlerMethod handler) {
        return handler.getBeanType().getName().startsWith("dev.clm.api.")
                && !handler.getBeanType().isAnnotationPresent(Hidden.class)
                && !info.getMethodsCondition().getMethods().isEmpty()
                && info.getPatternValues().stream()
                        .allMatch(path -> path.startsWith("/api/v1/") || path.startsWith("/pki/"));
    }

    private static String place(RequestMappingInfo info, HandlerMethod handler) {
        return info.getPatternValues() + " " + info.getMethodsCondition() + " "
                + handler.getMethod().getName();
    }

    private void describe(RequestMappingInfo info, HandlerMethod handler) {
        for (String path : info.getPatternValues()) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                PathItem item = paths.computeIfAbsent(path, any -> new PathItem());
                HttpMethod kind = HttpMethod.valueOf(method.name());
                Operation operation = item.readOperationsMap().get(kind);
                if (operation == null) {
                    operation = operation(method.name(), path, handler);
                    item.operation(kind, operation);
                }
                // Two methods may serve one path, each with a media type of its own.
                answers.addTo(operation.getResponses(), path, handler);
                DescribedAnswers.addProblems(operation.getResponses(), problems(operation, method, path));
            }
        }
    }

    private Operation operation(String method, String path, HandlerMethod handler) {
        String name = OperationName.of(method, path);
        Operation operation = new Operation()
                .operationId(name)
                .summary(OperationName.sentence(name))
                .tags(List.of(OperationName.group(path)))
                .responses(new ApiResponses());
        permission(handler).ifPresent(permission -> operation.setDescription("Needs " + permission + "."));
        parameters.of(path, handler).forEach(operation::addParametersItem);
        if (DescribedAnswers.declared(handler).stream().anyMatch(Answers::once)) {
            operation.addParametersItem(new Parameter().$ref("Idempotency-Key"));
        }
        if (path.startsWith("/pki/")) {
            operation.addParametersItem(new Parameter().$ref("If-None-Match"));
            operation.setSecurity(List.of());
        } else {
            operation.addParametersItem(new Parameter().$ref("X-Organization"));
        }
        body(path, handler).ifPresent(schema -> operation.setRequestBody(requestBody(handler, name, schema)));
        return operation;
    }

    private RequestBody requestBody(HandlerMethod handler, String operation, Schema<?> schema) {
        boolean required = Arrays.stream(handler.getMethodParameters())
                .map(parameter ->
                        parameter.getParameterAnnotation(org.springframework.web.bind.annotation.RequestBody.class))
                .anyMatch(taken -> taken != null && taken.required());
        MediaType json = new MediaType().schema(schema);
        examples.of(operation).forEach(json::addExamples);
        return new RequestBody().required(required).content(new Content().addMediaType("application/json", json));
    }

    private Optional<Schema<?>> body(String path, HandlerMethod handler) {
        Takes takes = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Takes.class);
        if (takes != null) {
            return Optional.of(schemas.of(takes.value()));
        }
        for (MethodParameter parameter : handler.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(org.springframework.web.bind.annotation.RequestBody.class)) {
                return Optional.of(
                        ResourceController.class.isAssignableFrom(handler.getBeanType())
                                ? resources.body(schemas, path, !path.contains("{"))
                                : schemas.of(parameter.getGenericParameterType()));
            }
        }
        return Optional.empty();
    }

    private static Set<ProblemKind> problems(Operation operation, RequestMethod method, String path) {
        Set<ProblemKind> kinds =
                EnumSet.of(ProblemKind.BAD_REQUEST, ProblemKind.NOT_ACCEPTABLE, ProblemKind.SERVICE_UNAVAILABLE);
        if (operation.getSecurity() == null) {
            kinds.addAll(EnumSet.of(ProblemKind.UNAUTHORIZED, ProblemKind.FORBIDDEN));
        }
        if (path.contains("{")) {
            kinds.add(ProblemKind.NOT_FOUND);
        }
        if (method != RequestMethod.GET) {
            kinds.addAll(EnumSet.of(ProblemKind.CONFLICT, ProblemKind.UNPROCESSABLE_CONTENT));
        }
        if (operation.getRequestBody() != null) {
            kinds.addAll(EnumSet.of(
                    ProblemKind.REQUEST_TIMEOUT,
                    ProblemKind.CONTENT_TOO_LARGE,
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                    ProblemKind.TOO_MANY_REQUESTS));
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(p -> "If-Match".equals(p.getName()))) {
            kinds.add(ProblemKind.PRECONDITION_FAILED);
        }
        return kinds;
    }

    private static Optional<String> permission(HandlerMethod handler) {
        Requires requires = handler.getMethodAnnotation(Requires.class);
        if (requires != null) {
            return Optional.of(requires.value().code()
                    + Arrays.stream(requires.sometimes())
                            .map(Permission::code)
                            .map(code -> ", sometimes " + code)
                            .reduce("", String::concat));
        }
        Requires.Action action = handler.getMethodAnnotation(Requires.Action.class);
        Requires.On on = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Requires.On.class);
        return action == null || on == null
                ? Optional.empty()
                : Permission.of(on.value(), action.value()).map(Permission::code);
    }
}

package dev.clm.api.process.openapi;

import dev.clm.api.http.description.Answers;
import dev.clm.api.http.error.Problem;
import dev.clm.api.http.error.ProblemKind;
import dev.clm.api.row.ResourceController;
import dev.clm.common.field.Page;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;

/** What an operation answers: its own answers by status, and the problems that it may have. */
final class DescribedAnswers {
    static final String REQUEST_ID = "X-Request-Id";
    private static final String JSON = "application/json";
    private static final Map<Integer, String> MEANINGS = Map.of(
            200,
            "Done",
            201,
            "Created",
            202,
            "Accepted: it goes on after this answer",
            204,
            "Done; there is nothing to show",
            304,
            "The client has it already");
    private static final Map<String, String> HEADERS = new TreeMap<>(Map.of(
            REQUEST_ID,
            "The id of this exchange, in the log too: the client's own where it sent one",
            "Location",
            "The path of what was made or started",
            "ETag",
            "The state that If-Match names",
            "Content-Disposition",
            "A name for the file",
            "Cache-Control",
            "How long the file may be kept",
            "Retry-After",
            "After how many seconds to ask again",
            "WWW-Authenticate",
            "Bearer"));

    private final TypeSchemas schemas;
    private final ResourceSchemas resources;

    DescribedAnswers(TypeSchemas schemas, ResourceSchemas resources) {
        this.schemas = schemas;
        this.resources = resources;
    }

    static List<Answers> declared(HandlerMethod handler) {
        return List.copyOf(AnnotatedElementUtils.findMergedRepeatableAnnotations(handler.getMethod(), Answers.class));
    }

    void addTo(ApiResponses responses, String path, HandlerMethod handler) {
        List<Answers> declared = declared(handler);
        if (declared.isEmpty()) {
            add(responses, 200, content(JSON, returned(path, handler)), List.of());
        }
        for (Answers answer : declared) {
            add(responses, answer.status(), content(answer, path, handler), List.of(answer.headers()));
        }
    }

    /** One of each kind; an operation names those that it may have. */
    Map<String, ApiResponse> problems() {
        Schema<?> problem = schemas.of(Problem.class);
        Map<String, ApiResponse> problems = new TreeMap<>();
        for (ProblemKind kind : ProblemKind.values()) {
            ApiResponse response = new ApiResponse()
                    .description(kind.title())
                    .content(content(Problem.MEDIA_TYPE, problem))
                    .addHeaderObject(REQUEST_ID, reference(REQUEST_ID));
            switch (kind) {
                case UNAUTHORIZED -> response.addHeaderObject("WWW-Authenticate", reference("WWW-Authenticate"));
                case SERVICE_UNAVAILABLE, TOO_MANY_REQUESTS ->
                    response.addHeaderObject("Retry-After", reference("Retry-After"));
                case CONFLICT ->
                    response.addHeaderObject(
                            "Retry-After",
                            new Header()
                                    .description("After how many seconds to ask again, where that may help")
                                    .schema(Shapes.text()));
                default -> {}
            }
            problems.put(name(kind), response);
        }
        return problems;
    }

    static void addProblems(ApiResponses responses, Set<ProblemKind> kinds) {
        for (ProblemKind kind : kinds) {
            responses.addApiResponse(Integer.toString(kind.status()), new ApiResponse().$ref(name(kind)));
        }
        responses.addApiResponse("default", new ApiResponse().$ref(name(ProblemKind.INTERNAL)));
    }

    static Map<String, Header> headers() {
        Map<String, Header> headers = new TreeMap<>();
        HEADERS.forEach((name, meaning) -> headers.put(
                name, new Header().description(meaning).required(true).schema(Shapes.text())));
        return headers;
    }

    private static void add(ApiResponses responses, int status, Content content, List<String> headers) {
        ApiResponse response = responses.computeIfAbsent(
                Integer.toString(status), code -> new ApiResponse().description(MEANINGS.get(status)));
        if (content != null && response.getContent() != null) {
            response.getContent().putAll(content);
        } else if (content != null) {
            response.setContent(content);
        }
        response.addHeaderObject(REQUEST_ID, reference(REQUEST_ID));
        headers.forEach(header -> response.addHeaderObject(header, reference(header)));
    }

    private Content content(Answers answer, String path, HandlerMethod handler) {
        if (answer.status() == 204 || answer.status() == 304) {
            return null;
        }
        if (answer.as().length > 0) {
            Content content = new Content();
            for (String type : answer.as()) {
                content.addMediaType(
                        type, new MediaType().schema(type.startsWith("text/") ? Shapes.text() : Shapes.binary()));
            }
            return content;
        }
        return content(JSON, answer.with().length == 0 ? returned(path, handler) : either(handler));
    }

    /** All bodies of an operation's answers: generators give it one return type, whichever of its statuses is sent. */
    private Schema<?> either(HandlerMethod handler) {
        List<Class<?>> types = declared(handler).stream()
                .flatMap(answer -> Arrays.<Class<?>>stream(answer.with()))
                .distinct()
                .toList();
        if (types.size() == 1) {
            return schemas.of(types.get(0));
        }
        Schema<Object> either = new Schema<>();
        types.forEach(type -> either.addOneOfItem(schemas.of(type)));
        return schemas.define(types.stream().map(TypeSchemas::name).collect(Collectors.joining("Or")), either);
    }

    private Schema<?> returned(String path, HandlerMethod handler) {
        Type type = handler.getMethod().getGenericReturnType();
        if (type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class) {
            type = generic.getActualTypeArguments()[0];
        }
        if (ResourceController.class.isAssignableFrom(handler.getBeanType())) {
            return type instanceof ParameterizedType generic && generic.getRawType() == Page.class
                    ? resources.page(schemas, path)
                    : resources.row(schemas, path);
        }
        return schemas.of(type);
    }

    private static Content content(String mediaType, Schema<?> schema) {
        return new Content().addMediaType(mediaType, new MediaType().schema(schema));
    }

    private static Header reference(String name) {
        return new Header().$ref("#/components/headers/" + name);
    }

    private static String name(ProblemKind kind) {
        return kind == ProblemKind.INTERNAL ? "Problem" : kind.title().replace(" ", "");
    }
}

package dev.clm.api.http.access;

import dev.clm.core.identity.role.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/** What is mapped in a running service, and what each path asks of its caller. */
record PathTable(List<Row> rows) {

    /** `sometimes` is what the method itself asks for; without any permission the path is public, or nobody's. */
    record Row(String path, RequestMethod method, List<Permission> always, List<Permission> sometimes) {
        boolean isPublic() {
            return PathPermissions.PUBLIC.stream().anyMatch(pattern -> matches(pattern, path));
        }

        String access() {
            return isPublic() ? "public" : words(always, "") + words(sometimes, ", sometimes ");
        }

        private static String words(List<Permission> permissions, String before) {
            return permissions.stream().map(one -> before + one.code()).collect(Collectors.joining());
        }
    }

    /** All but the tests' own, and what Spring maps without telling anything by it. */
    static PathTable of(ApplicationContext context) {
        return new PathTable(context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(mapped -> isShown(mapped.getValue()))
                .flatMap(mapped -> rows(mapped.getKey(), mapped.getValue()))
                .distinct()
                .toList());
    }

    /** Markdown: a line for each path, a column for each method. */
    String text() {
        Set<RequestMethod> methods = rows.stream().map(Row::method).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Map<RequestMethod, String>> paths = new TreeMap<>();
        rows.forEach(row -> paths.computeIfAbsent(row.path(), path -> new TreeMap<>())
                .merge(row.method(), row.access(), (one, other) -> one.equals(other) ? one : one + ", " + other));
        StringBuilder text = new StringBuilder()
                .append(line("path", methods.stream().map(Enum::name)))
                .append(line("---", methods.stream().map(method -> "---")));
        paths.forEach((path, access) ->
                text.append(line("`" + path + "`", methods.stream().map(method -> access.getOrDefault(method, "")))));
        return text.toString();
    }

    private static String line(String first, Stream<String> cells) {
        return "| " + first + cells.map(cell -> " | " + cell).collect(Collectors.joining()) + " |\n";
    }

    private static boolean isShown(HandlerMethod handler) {
        return !PathPermissions.isHarmless(handler)
                && !handler.getBeanType().getPackageName().equals("dev.clm.api.testing");
    }

    private static Stream<Row> rows(RequestMappingInfo info, HandlerMethod handler) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        Requires requires = handler.getMethodAnnotation(Requires.class);
        List<Permission> sometimes = requires == null ? List.of() : Arrays.asList(requires.sometimes());
        return info.getPatternValues().stream()
                .flatMap(path -> (methods.isEmpty() ? Stream.of(RequestMethod.values()) : methods.stream())
                        .map(method -> new Row(path, method, always(path, handler), sometimes)));
    }

    private static List<Permission> always(String path, HandlerMethod handler) {
        return Stream.concat(
                        PathPermissions.of(handler).stream(),
                        PathPermissions.OF_OTHERS.entrySet().stream()
                                .filter(other -> matches(other.getKey(), path))
                                .map(Map.Entry::getValue))
                .toList();
    }

    private static boolean matches(String pattern, String path) {
        return PathPatternParser.defaultInstance.parse(pattern).matches(PathContainer.parsePath(path));
    }
}

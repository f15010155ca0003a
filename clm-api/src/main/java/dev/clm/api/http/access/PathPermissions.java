package dev.clm.api.http.access;

import dev.clm.core.identity.role.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Which permission a path needs: its method's own ({@link Requires}), that of the paths we did not write, or none because it
 * is public (spec/api.md). What is none of these is refused.
 */
final class PathPermissions {
    static final List<String> PUBLIC =
            List.of("/pki/**", "/actuator/health/**", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui/**");
    /** The security filters ask for these; public paths among them come first. */
    static final Map<String, Permission> OF_OTHERS = Map.of("/actuator/**", Permission.AUDIT_READ);

    private PathPermissions() {}

    static RequestMatcher matcher(Iterable<String> patterns) {
        List<RequestMatcher> matchers = new ArrayList<>();
        patterns.forEach(pattern -> matchers.add(PathPatternRequestMatcher.pathPattern(pattern)));
        return new OrRequestMatcher(matchers);
    }

    static Optional<Permission> of(HandlerMethod handler) {
        Requires requires = handler.getMethodAnnotation(Requires.class);
        return requires == null ? inherited(handler) : Optional.of(requires.value());
    }

    /** What Spring answers by itself and tells nothing by: which methods a path has, and that something failed. */
    static boolean isHarmless(HandlerMethod handler) {
        return handler.getBeanType().getEnclosingClass() == RequestMappingInfoHandlerMapping.class
                || ErrorController.class.isAssignableFrom(handler.getBeanType());
    }

    private static Optional<Permission> inherited(HandlerMethod handler) {
        Requires.Action action = handler.getMethodAnnotation(Requires.Action.class);
        Requires.On resource = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Requires.On.class);
        return action == null || resource == null ? Optional.empty() : Permission.of(resource.value(), action.value());
    }
}

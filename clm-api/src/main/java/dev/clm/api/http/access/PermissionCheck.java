package dev.clm.api.http.access;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.identity.role.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * The one place that asks for the permission of a path (requirement A1): when a handler method's arguments are read and
 * before it runs. A method that names none, on a path that is not public, is refused to everybody. What the query names
 * and the method does not know is refused first.
 */
@Configuration(proxyBeanMethods = false)
public class PermissionCheck implements WebMvcRegistrations {
    private static final RequestMatcher DECIDED = PathPermissions.matcher(
            Stream.concat(PathPermissions.PUBLIC.stream(), PathPermissions.OF_OTHERS.keySet().stream())
                    .toList());

    private final Map<Method, QueryNames> queries = new ConcurrentHashMap<>();

    @Override
    public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return new RequestMappingHandlerAdapter() {
            @Override
            protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod handler) {
                return new CheckedMethod(handler);
            }
        };
    }

    private static void check(HandlerMethod handler, NativeWebRequest request) {
        Optional<Permission> permission = PathPermissions.of(handler);
        if (permission.isPresent()) {
            CallerArgument.caller().require(permission.get());
        } else if (!PathPermissions.isHarmless(handler)
                && !DECIDED.matches(request.getNativeRequest(HttpServletRequest.class))) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "no permission is named for this path");
        }
    }

    private final class CheckedMethod extends ServletInvocableHandlerMethod {
        CheckedMethod(HandlerMethod handler) {
            super(handler);
        }

        @Override
        protected Object[] getMethodArgumentValues(
                NativeWebRequest request, ModelAndViewContainer container, Object... provided) throws Exception {
            queries.computeIfAbsent(getMethod(), method -> new QueryNames(this)).check(request.getParameterMap());
            Object[] values = super.getMethodArgumentValues(request, container, provided);
            check(this, request);
            return values;
        }
    }
}

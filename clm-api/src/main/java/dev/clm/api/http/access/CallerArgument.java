package dev.clm.api.http.access;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hands the caller to a controller method that declares an AuthenticatedCaller. */
@Configuration(proxyBeanMethods = false)
public class CallerArgument implements WebMvcConfigurer, HandlerMethodArgumentResolver {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AuthenticatedCaller.class;
    }

    @Override
    public AuthenticatedCaller resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        return caller();
    }

    static AuthenticatedCaller caller() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof BearerAuthentication bearer) {
            return bearer.caller();
        }
        throw ClmException.of(ErrorCode.UNAUTHENTICATED, "a credential is required");
    }
}

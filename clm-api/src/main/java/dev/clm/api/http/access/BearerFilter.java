package dev.clm.api.http.access;

import dev.clm.api.config.MetricsToken;
import dev.clm.api.http.error.ProblemResponse;
import dev.clm.api.http.web.AccessLog;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.identity.apikey.ApiKeyAuthentication;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** `Authorization: Bearer <api key>` (RFC 6750, section 2.1) and `X-Organization`. Public paths ignore credentials. */
final class BearerFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Bearer ";

    private final transient ApiKeyAuthentication apiKeys;
    private final transient Optional<MetricsToken> metricsToken;
    private final transient RequestMatcher publicPaths;

    BearerFilter(ApiKeyAuthentication apiKeys, Optional<MetricsToken> metricsToken, RequestMatcher publicPaths) {
        this.apiKeys = apiKeys;
        this.metricsToken = metricsToken;
        this.publicPaths = publicPaths;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || publicPaths.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContextHolder.setContext(new SecurityContextImpl(authenticate(request, authorization)));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private Authentication authenticate(HttpServletRequest request, String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthenticated("the scheme must be Bearer");
        }
        String credential = authorization.substring(SCHEME.length()).strip();
        if (request.getServletPath().equals(ScrapeAuthentication.PATH)
                && metricsToken.filter(token -> token.matches(credential)).isPresent()) {
            AccessLog.name(request, () -> "metrics token");
            return new ScrapeAuthentication();
        }
        AuthenticatedCaller caller = caller(request, credential);
        AccessLog.name(request, () -> "user " + caller.actor().userId() + " key " + caller.apiKeyId());
        return new BearerAuthentication(caller);
    }

    private AuthenticatedCaller caller(HttpServletRequest request, String credential) {
        return apiKeys.authenticate(
                        credential,
                        Optional.ofNullable(request.getHeader("X-Organization")),
                        request.getRemoteAddr(),
                        request.getHeader(HttpHeaders.USER_AGENT),
                        MDC.get(ProblemResponse.REQUEST_ID))
                .orElseThrow(() -> unauthenticated("the credential is not valid"));
    }

    private static ClmException unauthenticated(String detail) {
        return ClmException.of(ErrorCode.UNAUTHENTICATED, detail);
    }
}

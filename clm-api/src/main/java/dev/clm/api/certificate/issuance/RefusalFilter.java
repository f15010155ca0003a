package dev.clm.api.certificate.issuance;

import dev.clm.api.http.error.ProblemResponse;
import dev.clm.common.error.ClmException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/** Counts requests for certificates that were refused to a caller who is known: outside the fence and the controllers. */
@Component
@Order(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1)
final class RefusalFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final RequestMatcher ISSUANCE =
            new OrRequestMatcher(post("/api/v1/certificates"), post("/api/v1/certificate-authorities"));

    private final transient IssuanceMetrics metrics;

    RefusalFilter(IssuanceMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!ISSUANCE.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
            if (request.getAttribute(ProblemResponse.CODE) instanceof String code) {
                metrics.refused(code);
            }
        } catch (ClmException refusal) {
            metrics.refused(refusal.code().code());
            throw refusal;
        }
    }

    private static RequestMatcher post(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path);
    }
}

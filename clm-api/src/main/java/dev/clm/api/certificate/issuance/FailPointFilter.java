package dev.clm.api.certificate.issuance;

import dev.clm.common.failpoint.FailPoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.stereotype.Component;

/** The fail points before step 1 and after step 8, around security chain and controller. Absent where none is set. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty(FailPoint.VARIABLE)
final class FailPointFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final PathPatternRequestMatcher ISSUANCE =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/v1/certificates");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean issuance = ISSUANCE.matches(request);
        if (issuance) {
            FailPoint.reach("issuance.1.before");
        }
        chain.doFilter(request, response);
        if (issuance) {
            response.flushBuffer();
            FailPoint.reach("issuance.8.after");
        }
    }
}

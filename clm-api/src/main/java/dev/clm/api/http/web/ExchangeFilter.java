package dev.clm.api.http.web;

import dev.clm.api.config.TrustedProxies;
import dev.clm.api.http.error.ProblemResponse;
import dev.clm.api.http.error.ProblemWriter;
import dev.clm.common.identifier.Identifiers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** Our outermost filter: gives each exchange its id, caller's address and security headers, and turns what inner filters throw into problems. */
final class ExchangeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private final transient ProblemWriter problems;
    private final transient TrustedProxies proxies;
    private final transient AccessLog accessLog;

    ExchangeFilter(ProblemWriter problems, TrustedProxies proxies, AccessLog accessLog) {
        this.problems = problems;
        this.proxies = proxies;
        this.accessLog = accessLog;
    }

    @Override
    protected void doFilter(HttpServletRequest sent, HttpServletResponse response, FilterChain chain)
            throws IOException {
        long began = System.nanoTime();
        HttpServletRequest request = new ForwardedRequest(sent, proxies);
        String requestId = requestId(request.getHeader(ProblemResponse.REQUEST_ID_HEADER));
        MDC.put(ProblemResponse.REQUEST_ID, requestId);
        try {
            addHeaders(request, response, requestId);
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failure) {
            problems.write(response, failure);
        } finally {
            accessLog.answered(request, response, began);
            MDC.remove(ProblemResponse.REQUEST_ID);
        }
    }

    private static String requestId(String presented) {
        return presented != null && SANE_ID.matcher(presented).matches()
                ? presented
                : Identifiers.next().toString();
    }

    private static void addHeaders(HttpServletRequest request, HttpServletResponse response, String requestId) {
        boolean page = request.getServletPath().startsWith("/swagger-ui");
        response.setHeader(ProblemResponse.REQUEST_ID_HEADER, requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", page ? PAGE_POLICY : API_POLICY);
        if (request.getServletPath().startsWith("/api/")) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}

package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many requests run at once: one more would only wait behind the others, so it is told at once to come again. Health and
 * metrics do not count. There are fewer than the server has threads, so that one is left to say so.
 */
final class RunningRequests extends HttpFilter {
    static final int MOST = 150;

    private static final long serialVersionUID = 1L;
    private static final String NOT_COUNTED = "/actuator/";

    private final transient Semaphore places = new Semaphore(MOST);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getServletPath().startsWith(NOT_COUNTED)) {
            chain.doFilter(request, response);
            return;
        }
        if (!places.tryAcquire()) {
            throw ClmException.of(ErrorCode.OVERLOADED, "too many requests are under way");
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}

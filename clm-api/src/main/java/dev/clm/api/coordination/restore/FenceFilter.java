package dev.clm.api.coordination.restore;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Refuses every request that could write while the fence stands, except those that look into the fault and mend it. */
final class FenceFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String API = "/api/v1/";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final transient WriteFence fence;

    FenceFilter(WriteFence fence) {
        this.fence = fence;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (writes(request)) {
            fence.requireOpen();
        }
        chain.doFilter(request, response);
    }

    /** By the decoded path, which the router goes by too; whatever is not known to be harmless writes. */
    private static boolean writes(HttpServletRequest request) {
        String path = request.getServletPath();
        return !READING.contains(request.getMethod())
                && !path.startsWith(API + "integrity/")
                && !path.equals(API + "certificates/evaluate");
    }
}

package dev.clm.api.http.web;

import dev.clm.api.config.HttpSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each answered request (`CLM_ACCESS_LOG`): method, path without its query, status, milliseconds, the caller's user and
 * API key by id, and where the connection came from. No header and no body.
 */
public final class AccessLog {
    private static final String CALLER = AccessLog.class.getName() + ".caller";

    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final int MAX_PATH = 256;

    private final boolean wanted;

    AccessLog(HttpSettings settings) {
        this.wanted = settings.accessLog();
    }

    /** Who the authenticated caller is; put into words only where the line is wanted. */
    public static void name(HttpServletRequest request, Supplier<String> caller) {
        request.setAttribute(CALLER, caller);
    }

    /** `began` is of System.nanoTime(). */
    void answered(HttpServletRequest request, HttpServletResponse response, long began) {
        if (wanted) {
            // As it was sent: decoded, it could hold a line end. Nothing is decided by it.
            String path = request.getRequestURI();
            LOG.info(
                    "{} {} {} {} ms, {} from {}",
                    request.getMethod(),
                    path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "..." : path,
                    response.getStatus(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                    request.getAttribute(CALLER) instanceof Supplier<?> caller ? caller.get() : "nobody",
                    request.getRemoteAddr());
        }
    }
}

package dev.clm.api.http.web;

import dev.clm.api.config.HttpSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each answered request (`CLM_ACCESS_LOG`): method, path without its query, status, milliseconds, the caller's user and
 * API key by id, and where the connection came from. No header and no body.
 */
public final class AccessLog {
    /** The request attribute that names an authenticated caller. */
    public static final String CALLER = AccessLog.class.getName() + ".caller";

    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final int MAX_PATH = 256;

    private final boolean wanted;

    AccessLog(HttpSettings settings) {
        this.wanted = settings.accessLog();
    }

    /** `began` is of System.nanoTime(). */
    void answered(HttpServletRequest request, HttpServletResponse response, long began) {
        if (wanted) {
            String path = request.getRequestURI();
            Object caller = request.getAttribute(CALLER);
            LOG.info(
                    "{} {} {} {} ms, {} from {}",
                    request.getMethod(),
                    path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "..." : path,
                    response.getStatus(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                    caller == null ? "nobody" : caller,
                    request.getRemoteAddr());
        }
    }
}

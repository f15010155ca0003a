package dev.clm.api.process.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.Marker;

/**
 * Below INFO only those log whose lines never hold what a client or a database sends: others write whole requests with
 * their credentials, bodies with passphrases, and statements with their parameters, and no level that somebody sets may
 * show them. A list of those that may, so that a library of tomorrow is silent until somebody has looked. The HTTP
 * server quotes a header that it cannot read at INFO already.
 */
public final class FineLogsOfFew extends TurboFilter {
    private static final String HTTP_SERVER = "org.apache.";
    private static final List<String> MAY = List.of(
            "dev.clm.",
            "com.github.kagkarlsson.",
            "org.springframework.beans.",
            "org.springframework.boot.",
            "org.springframework.context.");

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        boolean logs = level.isGreaterOrEqual(logger.getEffectiveLevel());
        return logs && !may(level, logger.getName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean may(Level level, String logger) {
        if (level.isGreaterOrEqual(Level.INFO)) {
            return level.isGreaterOrEqual(Level.WARN) || !logger.startsWith(HTTP_SERVER);
        }
        return MAY.stream().anyMatch(logger::startsWith);
    }
}

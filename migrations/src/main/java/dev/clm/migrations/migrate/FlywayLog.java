package dev.clm.migrations.migrate;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns all that Flyway says into debug messages: what fails is thrown, as one clear error (requirement M3). Flyway makes it by its name. */
public final class FlywayLog implements LogCreator {

    @Override
    public Log createLogger(Class<?> type) {
        return new DebugLog(LoggerFactory.getLogger(type));
    }

    private record DebugLog(Logger logger) implements Log {
        @Override
        public void debug(String message) {
            logger.trace(message);
        }

        @Override
        public void info(String message) {
            logger.debug(message);
        }

        @Override
        public void warn(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message, Exception failure) {
            logger.debug(message, failure);
        }

        @Override
        public void notice(String message) {
            logger.debug(message);
        }
    }
}

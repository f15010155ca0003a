package dev.clm.api.process.cli;

import dev.clm.api.config.SettingsException;
import dev.clm.common.error.ClmException;
import dev.clm.migrations.local.LocalPostgresException;
import dev.clm.migrations.migrate.ClmSchemaException;
import dev.clm.secure.key.masterkey.MasterKeyException;
import java.util.Set;
import org.springframework.boot.web.server.PortInUseException;

/** One line about any failure: the words of the first exception in the chain that was written for people. */
final class FailureMessage {
    private static final Set<Class<? extends RuntimeException>> FOR_PEOPLE = Set.of(
            SettingsException.class,
            ClmSchemaException.class,
            MasterKeyException.class,
            LocalPostgresException.class,
            ClmException.class);

    private FailureMessage() {}

    static String of(Throwable failure) {
        Throwable last = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PortInUseException taken) {
                return "CLM_HTTP_PORT " + taken.getPort() + " is in use by another process";
            }
            if (FOR_PEOPLE.contains(t.getClass())) {
                return oneLine(t instanceof ClmException e ? withCause(e) : t.getMessage());
            }
            last = t;
        }
        return oneLine(last.getClass().getSimpleName() + ": " + last.getMessage());
    }

    private static String withCause(ClmException refusal) {
        Throwable cause = refusal.getCause();
        return cause == null ? refusal.getMessage() : refusal.getMessage() + ": " + cause.getMessage();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}

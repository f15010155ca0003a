package dev.clm.api.process.cli;

import dev.clm.api.config.SettingsException;
import dev.clm.common.error.ClmException;
import dev.clm.migrations.local.LocalPostgresException;
import dev.clm.migrations.migrate.ClmSchemaException;
import dev.clm.secure.key.masterkey.MasterKeyException;
import java.util.List;
import org.springframework.boot.web.server.PortInUseException;

/** One line about any failure: the words of the first exception in the chain that was written for people. */
final class FailureMessage {
    private static final List<Class<? extends RuntimeException>> FOR_PEOPLE = List.of(
            SettingsException.class,
            ClmSchemaException.class,
            MasterKeyException.class,
            LocalPostgresException.class,
            ClmException.class);

    private FailureMessage() {}

    static String of(Throwable failure) {
        Throwable last = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            Throwable thrown = t;
            if (t instanceof PortInUseException taken) {
                return "CLM_HTTP_PORT " + taken.getPort() + " is in use by another process";
            }
            if (FOR_PEOPLE.stream().anyMatch(kind -> kind.isInstance(thrown))) {
                return oneLine(t instanceof ClmException e ? withCause(e) : t.getMessage());
            }
            last = t;
        }
        String said = last.getMessage() == null ? "" : ": " + last.getMessage();
        return oneLine("an unexpected failure (" + last.getClass().getSimpleName() + ")" + said);
    }

    private static String withCause(ClmException refusal) {
        Throwable cause = refusal.getCause();
        return cause == null ? refusal.getMessage() : refusal.getMessage() + ": " + cause.getMessage();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}

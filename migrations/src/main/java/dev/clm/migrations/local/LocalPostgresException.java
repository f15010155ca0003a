package dev.clm.migrations.local;

/** The embedded PostgreSQL cannot be started or reached: one sentence for people. */
public class LocalPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalPostgresException(String message) {
        super(message);
    }

    LocalPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}

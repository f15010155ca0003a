package dev.clm.common.database;

/** A database refused a statement for a reason that the caller cannot mend. */
public final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseFailure(String database, Exception cause) {
        super(database + ": " + cause.getMessage(), cause);
    }
}

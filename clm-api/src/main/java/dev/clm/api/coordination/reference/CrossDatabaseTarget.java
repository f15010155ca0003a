package dev.clm.api.coordination.reference;

import dev.clm.common.coordination.EventType.Subject;
import dev.clm.migrations.ClmDatabase;
import java.util.Arrays;
import java.util.Optional;

/** A table that the other database refers to by uuid (requirement X2). Each has `id` and `deleted_at`. */
public enum CrossDatabaseTarget {
    USERS(ClmDatabase.CORE, Subject.USER),
    ORGANIZATIONS(ClmDatabase.CORE, Subject.ORGANIZATION),
    POLICIES(ClmDatabase.CORE, Subject.POLICY),
    WORKFLOWS(ClmDatabase.CORE, Subject.WORKFLOW),
    CERTIFICATES(ClmDatabase.SECURE, Subject.CERTIFICATE),
    CERTIFICATE_REQUESTS(ClmDatabase.SECURE, Subject.CERTIFICATE_REQUEST);

    private final ClmDatabase database;
    private final Subject subject;

    CrossDatabaseTarget(ClmDatabase database, Subject subject) {
        this.database = database;
        this.subject = subject;
    }

    public ClmDatabase database() {
        return database;
    }

    public String table() {
        return subject.table();
    }

    /** What events and audit entries call one row of it. */
    public String word() {
        return subject.word();
    }

    /** Empty where events tell of it, and nothing refers to it. */
    static Optional<CrossDatabaseTarget> of(Subject subject) {
        return Arrays.stream(values())
                .filter(target -> target.subject == subject)
                .findFirst();
    }

    public static CrossDatabaseTarget ofTable(String table) {
        return Arrays.stream(values())
                .filter(target -> target.table().equals(table))
                .findFirst()
                .orElseThrow();
    }
}

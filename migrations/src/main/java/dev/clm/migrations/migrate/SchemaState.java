package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * How far a database is, compared with the migrations that this release knows.
 *
 * @param version the newest applied one; null for an empty database
 * @param pending file names in the order in which they would be applied
 * @param later file names of a later release's migrations that this one can live with, as instances of both do for a while
 * @param faults what no migration run may ignore: failed, missing, changed or overtaken migrations, and those of a later release
 *     that this one cannot live with
 */
public record SchemaState(
        ClmDatabase database, String version, List<String> pending, List<String> later, List<Fault> faults) {
    private static final String INTERRUPTED =
            "was interrupted; run migrate, which takes away what is left of it and runs it again";

    /**
     * One migration whose history and file do not agree.
     *
     * @param healing whether the next run of migrate mends it by itself
     */
    public record Fault(String file, String detail, boolean healing) {
        @Override
        public String toString() {
            return file + ": " + detail;
        }
    }

    public boolean isComplete() {
        return pending.isEmpty() && faults.isEmpty();
    }

    static SchemaState of(ClmDatabase database, MigrationFolder folder, MigrationInfo[] migrations) {
        List<String> pending = new ArrayList<>();
        List<String> later = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        String version = null;
        for (MigrationInfo migration : migrations) {
            if (migration.getState() == MigrationState.BASELINE) {
                // Of a run that was killed as it began the history beside others' objects; the next takes the row away.
                continue;
            }
            if (migration.getState() == MigrationState.PENDING) {
                pending.add(migration.getScript());
            } else if (isLivedWith(migration)) {
                later.add(migration.getScript());
            } else if (isInterruptedBuild(migration, folder)) {
                faults.add(new Fault(migration.getScript(), INTERRUPTED, true));
            } else {
                detail(migration).ifPresent(detail -> faults.add(new Fault(migration.getScript(), detail, false)));
            }
            if (migration.isApplied() && !migration.getState().isFailed()) {
                version = migration.getVersion().getVersion();
            }
        }
        return new SchemaState(database, version, List.copyOf(pending), List.copyOf(later), List.copyOf(faults));
    }

    /** The first fault as the one clear error (requirement M3). */
    void refuseFaults() {
        if (!faults.isEmpty()) {
            Fault first = faults.get(0);
            String more = faults.size() == 1 ? "" : ", and " + (faults.size() - 1) + " more like this";
            throw ClmSchemaException.ofFile(database, first.file(), first.detail() + more);
        }
    }

    /** The same of what the next run of migrate does not mend by itself. */
    void refuseLastingFaults() {
        new SchemaState(
                        database,
                        version,
                        pending,
                        later,
                        faults.stream().filter(fault -> !fault.healing()).toList())
                .refuseFaults();
    }

    void refusePending() {
        if (!pending.isEmpty()) {
            String more = pending.size() == 1 ? "" : ", with " + (pending.size() - 1) + " after it";
            throw ClmSchemaException.ofFile(database, pending.get(0), "the migration is pending" + more);
        }
    }

    /** Its name says whether it does (expand, then contract); the file itself is in the later release alone. */
    private static boolean isLivedWith(MigrationInfo migration) {
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                && MigrationFileName.parse(migration.getScript())
                        .filter(name -> !name.contracts())
                        .isPresent();
    }

    private static boolean isInterruptedBuild(MigrationInfo migration, MigrationFolder folder) {
        return migration.getState() == MigrationState.FAILED
                && folder.version(migration.getVersion().getVersion())
                        .filter(Migration::worksConcurrently)
                        .isPresent();
    }

    private static Optional<String> detail(MigrationInfo migration) {
        return switch (migration.getState()) {
            case FAILED ->
                Optional.of("the migration failed in an earlier run; roll it back or repair by hand, then remove"
                        + " its row from schema_migrations");
            case MISSING_SUCCESS, MISSING_FAILED -> Optional.of("the migration was applied, but its file is missing");
            case FUTURE_SUCCESS, FUTURE_FAILED ->
                Optional.of("the migration was applied by a later release, and this one cannot live with it; start"
                        + " the later release");
            case IGNORED, ABOVE_TARGET, BELOW_BASELINE, BASELINE_IGNORED ->
                Optional.of("the migration was never applied, but later ones were");
            default -> changed(migration);
        };
    }

    private static Optional<String> changed(MigrationInfo migration) {
        boolean same = migration.isChecksumMatching() && migration.isDescriptionMatching();
        return same ? Optional.empty() : Optional.of("the file was changed after the migration was applied");
    }
}

package dev.clm.common.coordination;

import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.identifier.Coded;
import dev.clm.common.identifier.Identifiers;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;

/**
 * The tables restore_checkpoints and restore_fences, which both databases have. All of it needs the service role.
 *
 * @param <T> the transaction of the database the tables are in
 */
public final class RestoreStateRepository<T extends DatabaseTransaction> {
    private static final String COLUMNS = "select id, pair_number, taken_at, completed_at from restore_checkpoints ";

    public Optional<Checkpoint> last(T tx) {
        return latest(tx, 1).stream().findFirst();
    }

    /** Newest first. */
    public List<Checkpoint> latest(T tx, int limit) {
        return tx.dsl()
                .fetch(COLUMNS + "order by pair_number desc limit ?", limit)
                .map(RestoreStateRepository::checkpoint);
    }

    public boolean contains(T tx, UUID id) {
        return tx.dsl()
                        .fetchSingle("select count(*) from restore_checkpoints where id = ?", id)
                        .get(0, long.class)
                == 1;
    }

    /** The newest pair that is here and among `ids`. */
    public Optional<Checkpoint> newestAmong(T tx, Collection<UUID> ids) {
        return tx.dsl()
                .fetchOptional(COLUMNS + "where id = any(?) order by pair_number desc limit 1", (Object)
                        ids.toArray(UUID[]::new))
                .map(RestoreStateRepository::checkpoint);
    }

    /** False where another instance has just stored a pair of this number. */
    public boolean insert(T tx, UUID id, long number) {
        return tx.changed(
                "insert into restore_checkpoints (id, pair_number) values (?, ?) on conflict do nothing", id, number);
    }

    public boolean complete(T tx, UUID id) {
        return tx.changed(
                "update restore_checkpoints set completed_at = now() where id = ? and completed_at is null", id);
    }

    /** As long as applied events are kept; the newest pair stays, however old, because the other database is asked for it. */
    public int deletePastKeeping(T tx, int limit) {
        return tx.dsl()
                .execute(
                        "delete from restore_checkpoints where id in"
                                + " (select id from restore_checkpoints where taken_at < now() - interval '28 days'"
                                + " and pair_number < (select max(pair_number) from restore_checkpoints) limit ?)",
                        limit);
    }

    public Optional<Fence> fence(T tx) {
        return tx.dsl()
                .fetchOptional("select older_database, reason from restore_fences")
                .map(row ->
                        new Fence(Coded.of(OlderDatabase.class, row.get(0, String.class)), row.get(1, String.class)));
    }

    /** False where one stood already. */
    public boolean raise(T tx, Fence fence) {
        return tx.changed(
                "insert into restore_fences (id, older_database, reason) values (?, ?, ?) on conflict do nothing",
                Identifiers.next(),
                fence.older().code(),
                fence.reason());
    }

    /** False where none stood. */
    public boolean lift(T tx) {
        return tx.dsl().execute("delete from restore_fences") > 0;
    }

    private static Checkpoint checkpoint(Record row) {
        return new Checkpoint(
                row.get(0, UUID.class), row.get(1, Long.class), row.get(2, Instant.class), row.get(3) != null);
    }
}

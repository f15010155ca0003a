package dev.clm.api.row;

import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.StoredAnswers;
import dev.clm.api.http.web.EntityTag.Expected;
import dev.clm.api.row.DeletionPreview.Consequence;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.row.ManagedRowRepository;
import dev.clm.core.row.Row;
import dev.clm.core.row.RowQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * Create, list, read, change, soft-delete and restore (requirement S4), each in one transaction with its audit entry. What
 * is particular to a kind overrides the protected methods.
 */
public abstract class ManagedResource {
    private static final int CREATED = 201;

    private final CoreDatabase core;
    private final ManagedRowRepository rows;
    private final ResourceKind kind;
    private final ResourceTools tools;

    /** What every kind needs. */
    public record ResourceTools(
            CoreDatabase core, ResourceAnswers answers, StoredAnswers claims, ResourceAudit audit, JsonMapper json) {}

    protected ManagedResource(ResourceKind kind, ManagedRowRepository rows, ResourceTools tools) {
        this.core = tools.core();
        this.kind = kind;
        this.rows = rows;
        this.tools = tools;
    }

    public final ResourceKind kind() {
        return kind;
    }

    /** What a row shows. */
    public final List<ManagedRowRepository.Column> columns() {
        return rows.columns();
    }

    /** Oldest first. */
    final Page<Map<String, Object>> list(Actor actor, RowQuery query) {
        List<Row> found = reading(actor, tx -> rows.list(tx, actor.organizationId(), query, query.limit() + 1));
        return Page.of(found, query.limit(), Row::id).map(Row::columns);
    }

    final Map<String, Object> read(Actor actor, UUID id) {
        return reading(actor, tx -> rows.find(tx, actor.organizationId(), id))
                .filter(row -> !row.isDeleted())
                .map(Row::columns)
                .orElseThrow(this::notFound);
    }

    final CreatedResource create(Actor actor, Map<String, Object> body, Optional<IdempotencyRequest> key) {
        Optional<CreatedResource> earlier = tools.answers().find(key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Map<String, Object> columns = new LinkedHashMap<>(kind.members().forCreation(body));
        columns.put("id", Identifiers.next());
        columns.put("created_by_user_id", actor.userId());
        prepareCreation(actor, columns);
        return key.isPresent()
                ? tools.claims().claimed(key.get(), () -> createOnce(actor, columns, key))
                : createOnce(actor, columns, key);
    }

    final Map<String, Object> change(Actor actor, UUID id, Map<String, Object> body, Expected expected) {
        Map<String, Object> changes = new LinkedHashMap<>(kind.members().forChange(body));
        if (changes.isEmpty()) {
            Map<String, Object> unchanged = read(actor, id);
            expected.require(json(unchanged));
            return unchanged;
        }
        prepareChange(actor, changes);
        return changing(actor, tx -> {
                    Row before = lockLive(tx, actor, id);
                    expected.require(json(before.columns()));
                    checkChange(tx, actor, before, changes);
                    Row after = rows.change(tx, id, changes).orElseThrow(this::notFound);
                    tools.audit().changed(tx, actor, kind, before, after, changes.keySet());
                    return after;
                })
                .columns();
    }

    final void delete(Actor actor, UUID id, Expected expected) {
        boolean deleted = changing(actor, tx -> {
            Row row = lockLive(tx, actor, id);
            expected.require(json(row.columns()));
            checkDeletion(tx, actor, row);
            tools.audit().happened(tx, actor, kind, row, "delete");
            return rows.softDelete(tx, id);
        });
        if (!deleted) {
            throw notFound();
        }
    }

    /** What {@link #delete} would do; refuses what it would refuse. */
    final DeletionPreview preview(Actor actor, UUID id) {
        return changing(actor, tx -> {
            Row row = lockLive(tx, actor, id);
            checkDeletion(tx, actor, row);
            return new DeletionPreview(true, "delete", id, consequences(tx, row));
        });
    }

    final Map<String, Object> restore(Actor actor, UUID id) {
        return changing(actor, tx -> {
                    Row row = lock(tx, actor, id);
                    checkRestoration(tx, actor, row);
                    Row restored = rows.restore(tx, id)
                            .orElseThrow(() -> ClmException.of(
                                    ErrorCode.STATE_CONFLICT, "the " + kind.name() + " is not deleted"));
                    tools.audit().happened(tx, actor, kind, restored, "restore");
                    return restored;
                })
                .columns();
    }

    protected <R> R reading(Actor actor, Function<CoreTransaction, R> work) {
        return core.inTransaction(actor, work);
    }

    protected <R> R creating(Actor actor, Function<CoreTransaction, R> work) {
        return reading(actor, work);
    }

    protected <R> R changing(Actor actor, Function<CoreTransaction, R> work) {
        return reading(actor, work);
    }

    /** Completes the columns of a new row, outside any transaction. */
    protected void prepareCreation(Actor actor, Map<String, Object> columns) {}

    /** As {@link #prepareCreation}, for a change. */
    protected void prepareChange(Actor actor, Map<String, Object> changes) {}

    /** Refuses the new row, before it is stored; what is locked here stays locked. */
    protected void checkCreation(CoreTransaction tx, Actor actor, Map<String, Object> columns) {}

    /** Stores what belongs to the new row. */
    protected void afterCreation(CoreTransaction tx, Actor actor, Row row) {}

    /** Refuses a change, or adds to it. */
    protected void checkChange(CoreTransaction tx, Actor actor, Row before, Map<String, Object> changes) {}

    protected void checkDeletion(CoreTransaction tx, Actor actor, Row row) {}

    protected void checkRestoration(CoreTransaction tx, Actor actor, Row row) {}

    /** What a deletion would do beside. */
    protected List<Consequence> consequences(CoreTransaction tx, Row row) {
        return List.of();
    }

    /** Why a new row could not be stored: one of its unique columns is taken. */
    protected abstract ClmException taken(CoreTransaction tx, Map<String, Object> columns);

    protected final ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such " + kind.name());
    }

    private CreatedResource createOnce(Actor actor, Map<String, Object> columns, Optional<IdempotencyRequest> key) {
        try {
            return creating(actor, tx -> store(tx, actor, columns, key));
        } catch (ClmException refusal) {
            // The same request may have been quicker elsewhere, and have taken the key or the name.
            return tools.answers().find(key).orElseThrow(() -> refusal);
        }
    }

    /** A row as its clients get it. */
    final String json(Map<String, Object> columns) {
        return tools.json().writeValueAsString(columns);
    }

    private CreatedResource store(
            CoreTransaction tx, Actor actor, Map<String, Object> columns, Optional<IdempotencyRequest> key) {
        checkCreation(tx, actor, columns);
        Row row = rows.insert(tx, columns).orElseThrow(() -> taken(tx, columns));
        afterCreation(tx, actor, row);
        tools.audit().created(tx, actor, kind, row);
        CreatedResource created = new CreatedResource(kind.location(row.id()), json(row.columns()));
        key.ifPresent(request -> tools.answers().store(tx, request, CREATED, created));
        return created;
    }

    private Row lockLive(CoreTransaction tx, Actor actor, UUID id) {
        Row row = lock(tx, actor, id);
        if (row.isDeleted()) {
            throw notFound();
        }
        return row;
    }

    private Row lock(CoreTransaction tx, Actor actor, UUID id) {
        return rows.lock(tx, actor.organizationId(), id)
                .orElseThrow(() -> rows.find(tx, actor.organizationId(), id)
                        .map(readable -> ClmException.of(
                                ErrorCode.FORBIDDEN,
                                "this " + kind.name() + " is the platform's: it can be read, not changed"))
                        .orElseGet(this::notFound));
    }
}

package dev.clm.core.row;

import dev.clm.common.field.Json;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/** Rows that requests name by a code, of the tenant or of the platform. Where both have the code, the tenant's own counts. */
public abstract class CodedRowRepository<T> extends ManagedRowRepository {
    private final Table<?> table;
    private final Field<String> code;
    private final Field<String> document;
    private final Function<JsonNode, T> reader;

    /** `reader` takes a row as to_jsonb renders it. */
    protected CodedRowRepository(Table<?> table, String codeColumn, Function<JsonNode, T> reader) {
        super(table);
        this.table = table;
        this.code = table.field(codeColumn, String.class);
        this.document = DSL.field("to_jsonb({0})::text", String.class, table);
        this.reader = reader;
    }

    public Optional<T> findLive(CoreTransaction tx, String wanted) {
        return find(tx, code.eq(wanted));
    }

    public Optional<T> findLive(CoreTransaction tx, UUID id) {
        return find(tx, table.field("id", UUID.class).eq(id));
    }

    @Override
    protected Condition isVisibleTo(OrganizationId tenant) {
        Field<UUID> organization = table.field("organization_id", UUID.class);
        return organization.eq(tenant.value()).or(organization.isNull());
    }

    private Optional<T> find(CoreTransaction tx, Condition condition) {
        return tx.dsl()
                .select(document)
                .from(table)
                .where(condition)
                .and(table.field("deleted_at").isNull())
                .orderBy(table.field("organization_id").asc().nullsLast())
                .limit(1)
                .fetchOptional(document)
                .flatMap(Json::read)
                .map(reader);
    }
}

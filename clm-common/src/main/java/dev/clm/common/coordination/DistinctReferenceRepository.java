package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.impl.DSL;

/**
 * The distinct references of rows. Few shared values are found by skipping from one to the next in an index on
 * (organization_id, column), whatever the number of rows.
 *
 * @param <T> the transaction type of the database
 */
final class DistinctReferenceRepository<T extends DatabaseTransaction> {

    /** Behind a value, in order. */
    List<TenantReference> page(T tx, ReferenceGroup group, Optional<TenantReference> after, int limit) {
        return tx.dsl()
                .fetch(of(group, after, limit))
                .map(row -> new TenantReference(row.get(0, UUID.class), row.get(1, UUID.class)));
    }

    /** The first page of each group, in the order of the groups: one statement for all of them. */
    List<List<TenantReference>> firstPages(T tx, List<ReferenceGroup> groups, int limit) {
        List<List<TenantReference>> pages = Stream.generate(
                        () -> (List<TenantReference>) new ArrayList<TenantReference>())
                .limit(groups.size())
                .toList();
        tx.dsl()
                .fetch(ofAll(groups, limit))
                .forEach(row -> pages.get(row.get(0, Integer.class))
                        .add(new TenantReference(row.get(1, UUID.class), row.get(2, UUID.class))));
        return pages;
    }

    /** Columns o and v. */
    private static SQL of(ReferenceGroup group, Optional<TenantReference> after, int limit) {
        String first = select(group, after.map(a -> group.behind("{2}", "{3}")));
        TenantReference start = after.orElse(new TenantReference(null, null));
        return DSL.sql(
                group.column().unique() ? read(first, limit) : skip(group, first, limit),
                DSL.name(group.column().table()),
                DSL.name(group.column().column()),
                DSL.val(start.organizationId(), UUID.class),
                DSL.val(start.value(), UUID.class));
    }

    /** Columns n, o and v, n being the group's place in the list. */
    private static SQL ofAll(List<ReferenceGroup> groups, int limit) {
        String arms = IntStream.range(0, groups.size())
                .mapToObj(n -> "select " + n + " as n, g.o, g.v from ({" + n + "}) g")
                .collect(Collectors.joining(" union all "));
        QueryPart[] queries =
                groups.stream().map(group -> of(group, Optional.empty(), limit)).toArray(QueryPart[]::new);
        return DSL.sql(arms + " order by n, o, v", queries);
    }

    private static String skip(ReferenceGroup group, String first, int limit) {
        String next = select(group, Optional.of(group.behind("p.o", "p.v")));
        return "with recursive pair (o, v) as ((" + first + " limit 1) union all select n.o, n.v from pair p"
                + " cross join lateral (" + next + " limit 1) n) select o, v from pair limit " + limit;
    }

    private static String read(String first, int limit) {
        return first.replaceFirst("select", "select distinct") + " limit " + limit;
    }

    /** Columns o and v; an organization is its rows' tenant and what they refer to at once. */
    private static String select(ReferenceGroup group, Optional<String> behind) {
        return "select t.organization_id as o, t.{1} as v from {0} t where t.{1} is not null and t.organization_id is "
                + (group.ofPlatform() ? "null" : "not null")
                + behind.map(b -> " and " + b).orElse("") + " order by " + group.key();
    }
}

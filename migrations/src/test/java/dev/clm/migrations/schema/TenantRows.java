package dev.clm.migrations.schema;

import dev.clm.migrations.ClmDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One row in every tenant-owned table, made for any organization. */
record TenantRows(ClmDatabase database, UUID organization) {
    static final String SYSTEM_USER = "00000000-0000-7000-8000-000000000001";
    private static final Pattern ID = Pattern.compile("\\{id:(\\w+)}");

    private static final Pattern NEW_ROW = Pattern.compile("\\('\\{");

    static TenantRows of(ClmDatabase database) {
        return new TenantRows(database, UUID.randomUUID());
    }

    /** Parents before children. */
    List<String> inserts() {
        return Stream.of(SchemaResource.rows(database).split(";\\s*\\n"))
                .map(this::fill)
                .toList();
    }

    void insert(Session session) throws SQLException {
        insert(session, statement -> true);
    }

    void insert(Session session, Predicate<String> which) throws SQLException {
        for (String insert : inserts().stream().filter(which).toList()) {
            session.execute(insert);
        }
    }

    /** How many rows of a table one tenant has. */
    long countOf(String table) {
        return Stream.of(SchemaResource.rows(database).split(";\\s*\\n"))
                .filter(statement -> statement.strip().startsWith("INSERT INTO " + table + " "))
                .mapToLong(statement -> NEW_ROW.matcher(statement).results().count())
                .sum();
    }

    UUID id(String name) {
        return UUID.nameUUIDFromBytes((organization + name).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the certificate's public key. */
    String digest() {
        return organization.toString().replace("-", "").repeat(2);
    }

    private String fill(String statement) {
        String withIds =
                ID.matcher(statement).replaceAll(match -> id(match.group(1)).toString());
        return withIds.replace("{organization}", organization.toString())
                .replace("{system}", SYSTEM_USER)
                .replace("{digest}", digest());
    }
}

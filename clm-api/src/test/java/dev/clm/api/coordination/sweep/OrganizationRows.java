package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.testing.Rows;
import dev.clm.core.coordination.FaultKind;
import dev.clm.migrations.ClmDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An organization with one row in every table that refers across, as the schema tests have them. */
final class OrganizationRows {
    private static final String SYSTEM_USER = "00000000-0000-7000-8000-000000000001";
    private static final Pattern ID = Pattern.compile("\\{id:(\\w+)}");
    private static final Pattern INTO = Pattern.compile("INSERT INTO (\\w+)");
    private static final Path FOLDER = Path.of("../migrations/src/test/resources/dev/clm/migrations/schema");
    private static final Set<String> PARENTS = Set.of("organizations", "policies", "workflows");

    private final UUID organization = UUID.randomUUID();

    private OrganizationRows() {}

    static OrganizationRows create() {
        OrganizationRows rows = new OrganizationRows();
        rows.inserts("core-rows.sql", ClmDatabase.CORE).forEach(Rows::core);
        rows.inserts("secure-rows.sql", ClmDatabase.SECURE).forEach(Rows::secure);
        // Nothing for the job that publishes lists: these authorities have no key.
        List.of(
                        "update certificate_authorities set deleted_at = now() where organization_id = ?",
                        "update certificate_revocations set crl_entry_added = true, crl_sequence_number = 1"
                                + " where organization_id = ?")
                .forEach(update -> Rows.secure(update, rows.organization));
        return rows;
    }

    UUID organization() {
        return organization;
    }

    UUID row(String table) {
        String sql = "select id from " + table + " where organization_id = ?";
        boolean inSecure = Arrays.stream(CrossDatabaseReference.values())
                .anyMatch(r -> r.table().equals(table) && r.database() == ClmDatabase.SECURE);
        return (inSecure ? Rows.secure(UUID.class, sql, organization) : Rows.core(UUID.class, sql, organization))
                .get(0);
    }

    /** What a row of this organization must not point to. */
    UUID target(CrossDatabaseTarget target, FaultKind kind) {
        if (kind == FaultKind.TARGET_MISSING) {
            return UUID.randomUUID();
        }
        UUID owner = kind == FaultKind.OTHER_TENANT ? OrganizationRows.create().organization() : organization;
        UUID id = target(target, owner);
        if (kind == FaultKind.TARGET_DELETED) {
            String delete = "set session_replication_role = replica; update " + target.table()
                    + " set deleted_at = now() where id = ?";
            if (target.database() == ClmDatabase.SECURE) {
                Rows.secure(delete, id);
            } else {
                Rows.core(delete, id);
            }
        }
        return id;
    }

    private static UUID target(CrossDatabaseTarget target, UUID owner) {
        return switch (target) {
            case USERS -> user(owner);
            case ORGANIZATIONS -> organization("org " + UUID.randomUUID());
            case POLICIES -> Rows.policy(owner, UUID.randomUUID().toString(), "{}");
            case WORKFLOWS -> Rows.workflow(owner, UUID.randomUUID().toString());
            case CERTIFICATES, CERTIFICATE_REQUESTS -> moved(target.table(), owner);
        };
    }

    /** One more for an organization, another one's, and no event about it. */
    private static UUID moved(String table, UUID owner) {
        UUID id = OrganizationRows.create().row(table);
        String unique = table.equals("certificates") ? ", thumbprint_sha256 = md5(id::text) || md5('t' || id)" : "";
        Rows.secure(
                "set session_replication_role = replica; update " + table + " set organization_id = ?" + unique
                        + " where id = ?",
                owner,
                id);
        return id;
    }

    private static UUID user(UUID organization) {
        UUID id = UUID.randomUUID();
        Rows.core(
                "insert into users (id, username, email, password_hash, password_salt) values (?, ?, ?, '!', '!')",
                id,
                id.toString(),
                id + "@clm.invalid");
        Rows.core("insert into user_organizations (user_id, organization_id) values (?, ?)", id, organization);
        return id;
    }

    private static UUID organization(String code) {
        return Rows.core(
                        UUID.class,
                        "insert into organizations (org_name, org_code) values (?, ?) returning id",
                        code,
                        code)
                .get(0);
    }

    private List<String> inserts(String file, ClmDatabase database) {
        Set<String> wanted = Stream.concat(
                        PARENTS.stream(),
                        Arrays.stream(CrossDatabaseReference.values())
                                .filter(r -> r.database() == database)
                                .map(CrossDatabaseReference::table))
                .collect(Collectors.toSet());
        return Stream.of(read(file).split(";\\s*\\n"))
                .filter(insert -> wanted.contains(table(insert)))
                .map(this::fill)
                .toList();
    }

    /** An event that is done and a rotation that has ended: no relay and no job takes them. */
    private String fill(String insert) {
        String filled = ID.matcher(insert)
                .replaceAll(match -> id(match.group(1)).toString())
                .replace("{organization}", organization.toString())
                .replace("{system}", SYSTEM_USER)
                .replace("{digest}", organization.toString().replace("-", "").repeat(2));
        return switch (table(insert)) {
            case "outbox" ->
                "insert into outbox (organization_id, aggregate_id, event_type, payload, state) values ('"
                        + organization + "', gen_random_uuid(), 'none', '{}', 'done')";
            case "key_rotations" ->
                filled + "; update key_rotations set phase = 'ended' where organization_id = '" + organization + "'";
            default -> filled;
        };
    }

    private UUID id(String name) {
        return UUID.nameUUIDFromBytes((organization + name).getBytes(StandardCharsets.UTF_8));
    }

    private static String table(String insert) {
        Matcher matcher = INTO.matcher(insert);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

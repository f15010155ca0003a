package dev.clm.core.identity.apikey;

import static dev.clm.core.jooq.Tables.API_KEYS;

import dev.clm.common.database.PreparedQuery;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.identity.apikey.ApiKeyUsage.Use;
import dev.clm.core.identity.role.Permissions;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Rows of api_keys, found by the hash of the key. */
public final class ApiKeyRepository {
    /*
     * UNION, not UNION ALL, and no column that counts depth: a circle of parent roles ends by itself. The organization
     * is joined from the left: a valid key that may not act for the one asked for is forbidden, not unknown.
     */
    private static final String HOLDER = """
            with recursive key as (
              select k.id, k.user_id, k.organization_id, k.scopes, u.username
              from api_keys k join users u on u.id = k.user_id
              where k.key_hash = ? and k.is_active and k.revoked_at is null
                and (k.expires_at is null or k.expires_at > now())
                and u.status = 'active' and u.deleted_at is null and u.api_access_enabled
            ), granted as (
              select r.id, r.parent_role_id, r.role_code, r.permissions::text as permissions, true as assigned
              from key join user_roles a on a.user_id = key.user_id join roles r on r.id = a.role_id
              where a.revoked_at is null and a.valid_from <= now() and (a.valid_until is null or a.valid_until > now())
                and r.is_active and r.deleted_at is null
              union
              select p.id, p.parent_role_id, p.role_code, p.permissions::text, false
              from granted g join roles p on p.id = g.parent_role_id where p.is_active and p.deleted_at is null
            )
            select key.id, key.user_id, key.username, key.scopes, o.id as organization_id,
              array(select role_code from granted where assigned) as role_codes,
              array(select permissions from granted) as permissions
            from key left join (user_organizations m
                join organizations o on o.id = m.organization_id and o.status = 'active' and o.deleted_at is null)
              on m.user_id = key.user_id and m.left_at is null
              and case when ?::text is null and key.organization_id is null then m.is_primary
                else o.id = coalesce(key.organization_id, o.id) and o.org_code = coalesce(?::text, o.org_code) end
            order by m.joined_at limit 1
            """;

    private static final String ADD_USE = """
            update api_keys k
            set usage_count = least(k.usage_count::bigint + u.uses, 2147483647)::int,
              last_used_at = greatest(least(k.last_used_at, now()), now() - u.millis_ago * interval '1 millisecond'),
              last_used_ip = u.address::inet
            from unnest(?::uuid[], ?::int[], ?::bigint[], ?::text[]) as u (id, uses, millis_ago, address)
            where k.id = u.id
            """;

    /** Everything about the key's holder in one query; `organizationCode` may be null. In the service role. */
    Optional<ApiKeyHolder> findHolder(CoreDatabase core, String keyHash, String organizationCode) {
        return core.fetchInServiceRole(
                "look up an API key before the tenant is known",
                PreparedQuery.of(
                        HOLDER,
                        rows -> rows.next() ? Optional.of(toHolder(rows)) : Optional.empty(),
                        keyHash,
                        organizationCode,
                        organizationCode));
    }

    /** Needs the service role: the keys are of all tenants. */
    int addUse(CoreTransaction tx, List<Use> uses) {
        return tx.dsl()
                .execute(
                        ADD_USE,
                        uses.stream().map(Use::apiKeyId).toArray(UUID[]::new),
                        uses.stream().map(Use::count).toArray(Integer[]::new),
                        uses.stream().map(Use::millisAgo).toArray(Long[]::new),
                        uses.stream().map(Use::lastAddress).toArray(String[]::new));
    }

    /** Stores what identifies a key and none of its secret. */
    public void insert(CoreTransaction tx, NewApiKey key) {
        int inserted = tx.dsl()
                .insertInto(API_KEYS)
                .set(API_KEYS.ID, key.id())
                .set(API_KEYS.KEY_NAME, key.name())
                .set(API_KEYS.KEY_HASH, key.key().hash())
                .set(API_KEYS.KEY_PREFIX, key.key().prefix())
                .set(API_KEYS.USER_ID, key.userId())
                .set(API_KEYS.ORGANIZATION_ID, key.organizationId().value())
                .set(
                        API_KEYS.SCOPES,
                        key.scopes().map(s -> s.toArray(String[]::new)).orElse(null))
                .set(API_KEYS.EXPIRES_AT, key.expiresAt().orElse(null))
                .execute();
        if (inserted != 1) {
            throw new IllegalStateException("the API key was not stored");
        }
    }

    private static ApiKeyHolder toHolder(ResultSet row) throws SQLException {
        UUID organization = row.getObject("organization_id", UUID.class);
        Permissions permissions = Permissions.ofRoles(texts(row.getArray("permissions")));
        Array scopes = row.getArray("scopes");
        return new ApiKeyHolder(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("username"),
                organization == null ? null : OrganizationId.of(organization),
                Set.copyOf(texts(row.getArray("role_codes"))),
                scopes == null ? permissions : permissions.restrictedTo(texts(scopes)));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}

package dev.clm.core.identity.organization;

import static dev.clm.core.jooq.Tables.ORGANIZATIONS;
import static dev.clm.core.jooq.Tables.USERS;
import static dev.clm.core.jooq.Tables.USER_ORGANIZATIONS;

import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.jooq.tables.records.OrganizationsRecord;
import dev.clm.core.row.ManagedRowRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Rows of organizations and the memberships in them. A tenant's transaction sees its own only, the service role all. */
public final class OrganizationRepository extends ManagedRowRepository {
    public OrganizationRepository() {
        super(ORGANIZATIONS);
    }

    @Override
    protected Condition isVisibleTo(OrganizationId tenant) {
        return DSL.noCondition();
    }

    /** Locks the row until the transaction ends, so that what is decided by it stays true (requirement T2). */
    public Optional<Organization> lockLive(CoreTransaction tx, String code) {
        return lockLive(tx, ORGANIZATIONS.ORG_CODE.eq(code));
    }

    public Optional<Organization> lockLive(CoreTransaction tx, OrganizationId id) {
        return lockLive(tx, ORGANIZATIONS.ID.eq(id.value()));
    }

    private static Optional<Organization> lockLive(CoreTransaction tx, Condition which) {
        return tx.dsl()
                .selectFrom(ORGANIZATIONS)
                .where(which)
                .and(ORGANIZATIONS.DELETED_AT.isNull())
                .forUpdate()
                .fetchOptional(OrganizationRepository::toOrganization);
    }

    /** False where the code is taken, by a soft-deleted organization too. */
    public boolean insert(CoreTransaction tx, OrganizationId id, String code, String name, UUID createdBy) {
        return tx.changed(tx.dsl()
                .insertInto(ORGANIZATIONS)
                .set(ORGANIZATIONS.ID, id.value())
                .set(ORGANIZATIONS.ORG_CODE, code)
                .set(ORGANIZATIONS.ORG_NAME, name)
                .set(ORGANIZATIONS.CREATED_BY_USER_ID, createdBy)
                .onConflictDoNothing());
    }

    /** Deleted users do not count; restoring one asks again. */
    public int countMembers(CoreTransaction tx, OrganizationId id) {
        return tx.dsl()
                .fetchCount(DSL.selectOne()
                        .from(USER_ORGANIZATIONS)
                        .join(USERS)
                        .on(USERS.ID.eq(USER_ORGANIZATIONS.USER_ID))
                        .where(USER_ORGANIZATIONS.ORGANIZATION_ID.eq(id.value()))
                        .and(USER_ORGANIZATIONS.LEFT_AT.isNull())
                        .and(USERS.DELETED_AT.isNull()));
    }

    /**
     * The organizations that a user who comes back would fill beyond their max_users, all of the user's locked until the
     * transaction ends. Needs the service role.
     */
    public List<OrganizationId> lockFullOf(CoreTransaction tx, UUID userId) {
        return tx
                .dsl()
                .selectFrom(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.in(DSL.select(USER_ORGANIZATIONS.ORGANIZATION_ID)
                        .from(USER_ORGANIZATIONS)
                        .where(USER_ORGANIZATIONS.USER_ID.eq(userId))
                        .and(USER_ORGANIZATIONS.LEFT_AT.isNull())))
                .and(ORGANIZATIONS.MAX_USERS.isNotNull())
                .orderBy(ORGANIZATIONS.ID)
                .forUpdate()
                .fetch(OrganizationRepository::toOrganization)
                .stream()
                .filter(organization -> !hasRoom(tx, organization))
                .map(Organization::id)
                .toList();
    }

    /** Whether one more user may join; certain only while the row is locked. */
    public boolean hasRoom(CoreTransaction tx, Organization organization) {
        return organization
                .maximumUsers()
                .filter(maximum -> countMembers(tx, organization.id()) >= maximum)
                .isEmpty();
    }

    /** False where the user is or was a member already. */
    public boolean join(CoreTransaction tx, OrganizationId id, UUID userId, boolean primary) {
        return tx.changed(tx.dsl()
                .insertInto(USER_ORGANIZATIONS)
                .set(USER_ORGANIZATIONS.ID, Identifiers.next())
                .set(USER_ORGANIZATIONS.ORGANIZATION_ID, id.value())
                .set(USER_ORGANIZATIONS.USER_ID, userId)
                .set(USER_ORGANIZATIONS.IS_PRIMARY, primary)
                .onConflictDoNothing());
    }

    private static Organization toOrganization(OrganizationsRecord row) {
        return new Organization(
                OrganizationId.of(row.getId()),
                row.getOrgCode(),
                row.getOrgName(),
                row.getStatus(),
                Optional.ofNullable(row.getMaxUsers()));
    }
}

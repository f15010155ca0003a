package dev.clm.core.organization;

import static dev.clm.core.jooq.Tables.ORGANIZATIONS;
import static dev.clm.core.jooq.Tables.USER_ORGANIZATIONS;

import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.jooq.tables.records.OrganizationsRecord;
import java.util.Optional;
import java.util.UUID;

/** Rows of organizations and the memberships in them. */
public final class OrganizationRepository {

    /** Locks the row until the transaction ends, so that what is decided by it stays true (requirement T2). */
    public Optional<Organization> lockLive(CoreTransaction tx, String code) {
        return tx.dsl()
                .selectFrom(ORGANIZATIONS)
                .where(ORGANIZATIONS.ORG_CODE.eq(code))
                .and(ORGANIZATIONS.DELETED_AT.isNull())
                .forUpdate()
                .fetchOptional(OrganizationRepository::toOrganization);
    }

    /** The organization that a tenant's transaction is for. */
    public Optional<Organization> findLive(CoreTransaction tx, OrganizationId id) {
        return tx.dsl()
                .selectFrom(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.eq(id.value()))
                .and(ORGANIZATIONS.DELETED_AT.isNull())
                .fetchOptional(OrganizationRepository::toOrganization);
    }

    /** False where the code is taken, by a soft-deleted organization too. */
    public boolean insert(CoreTransaction tx, OrganizationId id, String code, String name, UUID createdBy) {
        return tx.dsl()
                        .insertInto(ORGANIZATIONS)
                        .set(ORGANIZATIONS.ID, id.value())
                        .set(ORGANIZATIONS.ORG_CODE, code)
                        .set(ORGANIZATIONS.ORG_NAME, name)
                        .set(ORGANIZATIONS.CREATED_BY_USER_ID, createdBy)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    public int countMembers(CoreTransaction tx, OrganizationId id) {
        return tx.dsl()
                .fetchCount(
                        USER_ORGANIZATIONS,
                        USER_ORGANIZATIONS.ORGANIZATION_ID.eq(id.value()).and(USER_ORGANIZATIONS.LEFT_AT.isNull()));
    }

    /** False where the user is or was a member already. */
    public boolean join(CoreTransaction tx, OrganizationId id, UUID userId, boolean primary) {
        return tx.dsl()
                        .insertInto(USER_ORGANIZATIONS)
                        .set(USER_ORGANIZATIONS.ID, Identifiers.next())
                        .set(USER_ORGANIZATIONS.ORGANIZATION_ID, id.value())
                        .set(USER_ORGANIZATIONS.USER_ID, userId)
                        .set(USER_ORGANIZATIONS.IS_PRIMARY, primary)
                        .onConflictDoNothing()
                        .execute()
                == 1;
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

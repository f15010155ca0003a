package dev.clm.secure.certificate.authority;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.EncodedCertificate;
import dev.clm.secure.database.SecureTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Rows of certificate_authorities, read together with their certificates. */
public final class CertificateAuthorityRepository {
    private static final String[] IN_FORCE = CertificateStatus.codes(CertificateStatus::isInForce);
    /**
     * The authorities and all above them, each locked: below one that is revoked no path validates (RFC 5280, 6.1). First come the
     * keys' locks, so that what the next statement sees of a key stays true until the transaction ends. Each level is looked up by
     * its id: for a join the planner would read all certificates, whatever their number, since it cannot guess the length of a path.
     */
    private static final String LOCK_IN_FORCE = """
            with recursive keys as materialized (
              select pg_advisory_xact_lock_shared(hashtextextended(k, 0)) from (
                select distinct k from unnest(?) as k order by k) as sorted),
            path (issuer, certificate_id, above) as (
              select a.id, a.certificate_id, a.issuer_certificate_id from certificate_authorities a
              where a.id = any(?) and a.deleted_at is null
              union all
              select path.issuer, a.certificate_id, a.issuer_certificate_id
              from path join certificate_authorities a on a.certificate_id = path.above
              where a.deleted_at is null),
            whole as materialized (
              select issuer, certificate_id, count(*) over (partition by issuer) as levels,
                bool_or(above is null) over (partition by issuer) as ends_in_root
              from path where (select count(*) from keys) >= 0)
            select whole.issuer, whole.levels from whole cross join lateral (
              select c.id from certificates c
              where c.id = whole.certificate_id and c.deleted_at is null and c.status = any(?) for share) as locked
            where whole.ends_in_root""";

    private static final String UNABLE_TO_SIGN = """
            select count(*) from certificate_authorities a join certificates ac on ac.id = a.certificate_id
            where a.signing_failed_at is not null and\s""" + PublishingAuthorities.CONDITION;

    /** Answers false where the name is taken, by whatever tenant: authority names are public. */
    public boolean insert(SecureTransaction tx, CertificateAuthority authority, UUID createdByUserId) {
        return tx.changed(tx.dsl()
                .insertInto(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.ID, authority.id())
                .set(
                        CERTIFICATE_AUTHORITIES.ORGANIZATION_ID,
                        authority.organizationId().value())
                .set(CERTIFICATE_AUTHORITIES.NAME, authority.name())
                .set(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID, authority.certificateId())
                .set(CERTIFICATE_AUTHORITIES.ISSUER_CERTIFICATE_ID, authority.issuerCertificateId())
                .set(CERTIFICATE_AUTHORITIES.PATH_LENGTH, authority.pathLength())
                .set(CERTIFICATE_AUTHORITIES.NAME_CONSTRAINTS, JSONB.jsonbOrNull(authority.nameConstraints()))
                .set(CERTIFICATE_AUTHORITIES.IS_DEFAULT, authority.isDefault())
                .set(CERTIFICATE_AUTHORITIES.CREATED_BY_USER_ID, createdByUserId)
                .onConflict(CERTIFICATE_AUTHORITIES.NAME)
                .doNothing());
    }

    /** By the id of its certificate, which is the id the API shows. */
    public Optional<CertificateAuthority> findByCertificate(SecureTransaction tx, UUID certificateId) {
        return select(tx, CERTIFICATE_AUTHORITIES.CERTIFICATE_ID.eq(certificateId))
                .fetchOptional(CertificateAuthorityRepository::authority);
    }

    public Optional<CertificateAuthority> findByName(SecureTransaction tx, String name) {
        return select(tx, CERTIFICATE_AUTHORITIES.NAME.eq(name))
                .fetchOptional(CertificateAuthorityRepository::authority);
    }

    /** Deleted ones too: relying parties go on asking for their certificates and lists. */
    public Optional<CertificateAuthority> findPublished(SecureTransaction tx, String name) {
        return selectAny(tx, CERTIFICATE_AUTHORITIES.NAME.eq(name))
                .fetchOptional(CertificateAuthorityRepository::authority);
    }

    /** Deleted ones too: what they have issued is still theirs. */
    public Optional<CertificateAuthority> find(SecureTransaction tx, UUID id) {
        return selectAny(tx, CERTIFICATE_AUTHORITIES.ID.eq(id))
                .fetchOptional(CertificateAuthorityRepository::authority);
    }

    /** Deleted ones too, as {@link #find}. */
    public List<CertificateAuthority> findAll(SecureTransaction tx, Collection<UUID> ids) {
        return selectAny(tx, CERTIFICATE_AUTHORITIES.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .orderBy(CERTIFICATE_AUTHORITIES.ID)
                .fetch(CertificateAuthorityRepository::authority);
    }

    /** The tenant's default issuer (decision 0066), in force or not. */
    public Optional<CertificateAuthority> findDefaultIssuer(SecureTransaction tx) {
        return select(tx, DSL.condition(CERTIFICATE_AUTHORITIES.IS_DEFAULT))
                .fetchOptional(CertificateAuthorityRepository::authority);
    }

    /** Whether the organization has a default issuer, which stays true until the transaction ends. */
    public boolean lockWhetherDefaultIsNamed(SecureTransaction tx, OrganizationId organization) {
        tx.dsl()
                .execute(
                        "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
                        DSL.val("default issuer of " + organization.value()));
        // A statement of its own: it has to see what was committed while the lock was waited for.
        return tx.dsl().fetchExists(CERTIFICATE_AUTHORITIES, isDefaultOf(organization));
    }

    /** After {@link #lockWhetherDefaultIsNamed}: the authority, and no other of its organization. */
    public void makeDefault(SecureTransaction tx, CertificateAuthority authority) {
        tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.IS_DEFAULT, false)
                .where(isDefaultOf(authority.organizationId()))
                .execute();
        boolean made = tx.changed(tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.IS_DEFAULT, true)
                .where(CERTIFICATE_AUTHORITIES.ID.eq(authority.id())));
        if (!made) {
            throw new IllegalStateException("the authority is not there");
        }
    }

    private static Condition isDefaultOf(OrganizationId organization) {
        return CERTIFICATE_AUTHORITIES
                .ORGANIZATION_ID
                .eq(organization.value())
                .and(CERTIFICATE_AUTHORITIES.IS_DEFAULT)
                .and(CERTIFICATE_AUTHORITIES.DELETED_AT.isNull());
    }

    /** Whether the authority and all above it are active or expiring, and none is deleted: below any other no path validates (RFC 5280, 6.1). */
    public boolean isInForceUpToRoot(SecureTransaction tx, CertificateAuthority authority) {
        CertificateAuthority at = authority;
        while (at.inForce() && at.issuerCertificateId() != null) {
            Optional<CertificateAuthority> above = findByCertificate(tx, at.issuerCertificateId());
            if (above.isEmpty()) {
                return false;
            }
            at = above.get();
        }
        return at.inForce();
    }

    /** A page by id, oldest first; `after` is the last authority's id of the page before, or null. */
    public List<CertificateAuthority> list(SecureTransaction tx, UUID after, int limit) {
        Condition page = after == null ? DSL.noCondition() : CERTIFICATE_AUTHORITIES.ID.gt(after);
        return select(tx, page)
                .orderBy(CERTIFICATE_AUTHORITIES.ID)
                .limit(limit)
                .fetch(CertificateAuthorityRepository::authority);
    }

    /**
     * Those of the authorities that are in force up to their root, locked against a change until the transaction ends
     * (requirement T2): what is issued in it is issued by an authority that was neither revoked nor deleted. So is what is known
     * of the public keys that certificates are issued for: a compromise of one waits, or was seen by whoever asks next.
     */
    public Set<UUID> lockInForce(SecureTransaction tx, Collection<UUID> ids, Collection<String> publicKeySha256) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Map<UUID, Long> levelsMissing = new HashMap<>();
        PreparedQuery.ofRows(
                        LOCK_IN_FORCE,
                        row -> levelsMissing.merge(
                                row.getObject(1, UUID.class), row.getLong(2) - 1, (left, any) -> left - 1),
                        publicKeySha256.toArray(String[]::new),
                        ids.toArray(UUID[]::new),
                        IN_FORCE)
                .byIndex()
                .fetch(tx.dsl());
        levelsMissing.values().removeIf(left -> left > 0);
        return Set.copyOf(levelsMissing.keySet());
    }

    /** It has a list to sign and cannot: say, its key does not open. Until it signs again; a list that is published says so. */
    public boolean noteSigningFailed(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT, DSL.currentInstant())
                .where(CERTIFICATE_AUTHORITIES.ID.eq(id))
                .and(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT.isNull()));
    }

    public boolean noteSigned(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .setNull(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT)
                .where(CERTIFICATE_AUTHORITIES.ID.eq(id))
                .and(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT.isNotNull()));
    }

    /** Those of the authorities that could not sign a list when they last had to. */
    public Set<UUID> findUnableToSign(SecureTransaction tx, Collection<UUID> ids) {
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.ID)
                .from(CERTIFICATE_AUTHORITIES)
                .where(CERTIFICATE_AUTHORITIES.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .and(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT.isNotNull())
                .fetchSet(CERTIFICATE_AUTHORITIES.ID);
    }

    /** How many authorities, of all tenants, have lists to sign and cannot. */
    public int countUnableToSign(SecureTransaction tx) {
        return tx.dsl().fetchSingle(UNABLE_TO_SIGN).get(0, Integer.class);
    }

    private static SelectConditionStep<?> select(SecureTransaction tx, Condition which) {
        return selectAny(tx, which)
                .and(CERTIFICATE_AUTHORITIES.DELETED_AT.isNull())
                .and(CERTIFICATES.DELETED_AT.isNull());
    }

    private static SelectConditionStep<?> selectAny(SecureTransaction tx, Condition which) {
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.asterisk())
                .select(
                        CERTIFICATES.CERTIFICATE_TYPE,
                        CERTIFICATES.COMMON_NAME,
                        CERTIFICATES.PEM_ENCODED_CERT,
                        CERTIFICATES.DER_ENCODED_CERT,
                        CERTIFICATES.CERTIFICATE_CHAIN,
                        CERTIFICATES.STATUS)
                .from(CERTIFICATE_AUTHORITIES)
                .join(CERTIFICATES)
                .on(CERTIFICATES.ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                .where(which);
    }

    private static CertificateAuthority authority(Record r) {
        String[] chain = r.get(CERTIFICATES.CERTIFICATE_CHAIN);
        JSONB constraints = r.get(CERTIFICATE_AUTHORITIES.NAME_CONSTRAINTS);
        return new CertificateAuthority(
                r.get(CERTIFICATE_AUTHORITIES.ID),
                OrganizationId.of(r.get(CERTIFICATE_AUTHORITIES.ORGANIZATION_ID)),
                r.get(CERTIFICATE_AUTHORITIES.NAME),
                r.get(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID),
                r.get(CERTIFICATE_AUTHORITIES.ISSUER_CERTIFICATE_ID),
                r.get(CERTIFICATE_AUTHORITIES.PATH_LENGTH),
                CertificateType.of(r.get(CERTIFICATES.CERTIFICATE_TYPE)),
                r.get(CERTIFICATES.COMMON_NAME),
                new EncodedCertificate(
                        r.get(CERTIFICATES.PEM_ENCODED_CERT),
                        r.get(CERTIFICATES.DER_ENCODED_CERT),
                        chain == null ? List.of() : List.of(chain)),
                constraints == null ? null : constraints.data(),
                CertificateStatus.ofCode(r.get(CERTIFICATES.STATUS)).isInForce(),
                r.get(CERTIFICATE_AUTHORITIES.IS_DEFAULT));
    }
}

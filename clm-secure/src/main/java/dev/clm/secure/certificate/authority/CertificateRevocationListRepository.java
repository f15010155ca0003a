package dev.clm.secure.certificate.authority;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATION_LISTS;
import static dev.clm.secure.jooq.Tables.CRL_PUBLICATIONS;
import static dev.clm.secure.jooq.Tables.PARTIAL_REVOCATION_LISTS;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of certificate_revocation_lists and partial_revocation_lists: lists as they are served. */
public final class CertificateRevocationListRepository {
    private static final int SLICE = 4 << 20;
    private static final String DELETE_BUT_LATEST = """
            delete from {0} where authority_id = {1} and {2} and crl_number < (
              select crl_number from {0} where authority_id = {1} and {2} order by crl_number desc offset {3} limit 1)""";

    /**
     * What is known of a served list without its bytes.
     *
     * @param storedAt when it took the place of the one before
     */
    public record Latest(long crlNumber, Instant storedAt, Instant nextUpdate, int length) {}

    /** Stores the first CRL of a new authority, with its number. Answers false where the authority has one. */
    public boolean insertNext(SecureTransaction tx, OrganizationId organization, CertificateRevocationList crl) {
        boolean next = tx.changed(tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER, crl.crlNumber())
                .setNull(CERTIFICATE_AUTHORITIES.SIGNING_FAILED_AT)
                .where(CERTIFICATE_AUTHORITIES.ID.eq(crl.scope().authorityId()))
                .and(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER.eq(crl.crlNumber() - 1)));
        return next
                && insert(tx, organization, crl) == 1
                && tx.changed(tx.dsl()
                        .insertInto(CRL_PUBLICATIONS)
                        .set(CRL_PUBLICATIONS.ORGANIZATION_ID, organization.value())
                        .set(CRL_PUBLICATIONS.AUTHORITY_ID, crl.scope().authorityId())
                        .set(CRL_PUBLICATIONS.SHARD, crl.scope().shard())
                        .set(CRL_PUBLICATIONS.COVERED_CHANGE, 0L)
                        .set(CRL_PUBLICATIONS.CRL_NUMBER, crl.crlNumber())
                        .set(CRL_PUBLICATIONS.THIS_UPDATE, crl.thisUpdate())
                        .set(CRL_PUBLICATIONS.NEXT_UPDATE, crl.nextUpdate())
                        .set(CRL_PUBLICATIONS.PUBLISHED_AT, DSL.currentInstant())
                        .set(CRL_PUBLICATIONS.IS_DESCRIBED, true));
    }

    public int insert(SecureTransaction tx, OrganizationId organization, CertificateRevocationList crl) {
        return crl.scope().isFull() ? insertFull(tx, organization, crl) : insertPartial(tx, organization, crl);
    }

    private static int insertFull(SecureTransaction tx, OrganizationId organization, CertificateRevocationList crl) {
        return tx.dsl()
                .insertInto(CERTIFICATE_REVOCATION_LISTS)
                .set(CERTIFICATE_REVOCATION_LISTS.ID, Identifiers.next())
                .set(CERTIFICATE_REVOCATION_LISTS.ORGANIZATION_ID, organization.value())
                .set(CERTIFICATE_REVOCATION_LISTS.AUTHORITY_ID, crl.scope().authorityId())
                .set(CERTIFICATE_REVOCATION_LISTS.CRL_NUMBER, crl.crlNumber())
                .set(CERTIFICATE_REVOCATION_LISTS.THIS_UPDATE, crl.thisUpdate())
                .set(CERTIFICATE_REVOCATION_LISTS.NEXT_UPDATE, crl.nextUpdate())
                .set(CERTIFICATE_REVOCATION_LISTS.ENTRY_COUNT, crl.entryCount())
                .set(CERTIFICATE_REVOCATION_LISTS.DER_ENCODED_CRL, crl.der())
                .execute();
    }

    private static int insertPartial(SecureTransaction tx, OrganizationId organization, CertificateRevocationList crl) {
        return tx.dsl()
                .insertInto(PARTIAL_REVOCATION_LISTS)
                .set(PARTIAL_REVOCATION_LISTS.ID, Identifiers.next())
                .set(PARTIAL_REVOCATION_LISTS.ORGANIZATION_ID, organization.value())
                .set(PARTIAL_REVOCATION_LISTS.AUTHORITY_ID, crl.scope().authorityId())
                .set(PARTIAL_REVOCATION_LISTS.SHARD, crl.scope().shard())
                .set(PARTIAL_REVOCATION_LISTS.BASE_CRL_NUMBER, crl.baseCrlNumber())
                .set(PARTIAL_REVOCATION_LISTS.CRL_NUMBER, crl.crlNumber())
                .set(PARTIAL_REVOCATION_LISTS.THIS_UPDATE, crl.thisUpdate())
                .set(PARTIAL_REVOCATION_LISTS.NEXT_UPDATE, crl.nextUpdate())
                .set(PARTIAL_REVOCATION_LISTS.ENTRY_COUNT, crl.entryCount())
                .set(PARTIAL_REVOCATION_LISTS.DER_ENCODED_CRL, crl.der())
                .execute();
    }

    /** The latest list of a scope, without its bytes. */
    public Optional<Latest> latest(SecureTransaction tx, CrlScope scope) {
        return tx.dsl()
                .fetchOptional(
                        "select crl_number, created_at, next_update, octet_length(der_encoded_crl) from {0}"
                                + " where authority_id = {1} and {2} order by crl_number desc limit 1",
                        table(scope), DSL.val(scope.authorityId()), of(scope))
                .map(row -> new Latest(
                        row.get(0, Long.class),
                        row.get(1, Instant.class),
                        row.get(2, Instant.class),
                        row.get(3, Integer.class)));
    }

    /**
     * The bytes of a list, read in slices: the driver would otherwise hold them three times over.
     *
     * @throws ClmException with UNAVAILABLE where newer lists took its place while it was read
     */
    public byte[] read(SecureTransaction tx, CrlScope scope, Latest latest) {
        byte[] der = new byte[latest.length()];
        for (int at = 0; at < der.length; at += SLICE) {
            Record row = tx.dsl()
                    .fetchOptional(
                            "select substring(der_encoded_crl from {0} for {1}) from {2}"
                                    + " where authority_id = {3} and {4} and crl_number = {5}",
                            DSL.val(at + 1),
                            DSL.val(SLICE),
                            table(scope),
                            DSL.val(scope.authorityId()),
                            of(scope),
                            DSL.val(latest.crlNumber()))
                    .orElseThrow(() -> ClmException.of(
                            ErrorCode.UNAVAILABLE, "newer lists took the place of this one while it was read"));
            byte[] slice = row.get(0, byte[].class);
            System.arraycopy(slice, 0, der, at, slice.length);
        }
        return der;
    }

    /** Removes all lists of a scope but the latest few. */
    public int deleteAllBut(SecureTransaction tx, CrlScope scope, int kept) {
        return tx.dsl()
                .execute(DELETE_BUT_LATEST, table(scope), DSL.val(scope.authorityId()), of(scope), DSL.val(kept - 1));
    }

    private static org.jooq.Table<?> table(CrlScope scope) {
        return scope.isFull() ? CERTIFICATE_REVOCATION_LISTS : PARTIAL_REVOCATION_LISTS;
    }

    private static org.jooq.Condition of(CrlScope scope) {
        return scope.isFull() ? DSL.trueCondition() : DSL.condition("shard = {0}", DSL.val(scope.shard()));
    }
}

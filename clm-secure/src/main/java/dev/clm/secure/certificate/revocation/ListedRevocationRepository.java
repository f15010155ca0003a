package dev.clm.secure.certificate.revocation;

import dev.clm.pki.certificate.SerialNumber;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.pki.crl.RevokedCertificate;
import dev.clm.secure.database.SecureTransaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.impl.DSL;

/** certificate_revocations as the lists read them: by authority, by the cursor, and marked by ranges of change numbers. Needs the service role. */
public final class ListedRevocationRepository {
    private static final int ROWS_A_FETCH = 10_000;
    private static final int MARKED_A_STATEMENT = 20_000;

    private static final String ENTRY = """
            select serial_number, floor(extract(epoch from revocation_date))::bigint, revocation_reason,
              floor(extract(epoch from invalidity_date))::bigint
            from certificate_revocations
            where issuer_authority_id = ? and is_current""";
    private static final String LISTED =
            ENTRY + " and revocation_reason <> 'remove_from_crl' and (? = 0 or crl_shard = ?)"
                    + " and listed_until >= case when is_code_signing then ?::timestamptz else ?::timestamptz end";
    private static final String CHANGED = ENTRY + " and change_number > ?";
    /** Any number of revocations share a change number: all that one statement wrote. */
    private static final String MARK = """
            with unmarked as materialized (
              select id from certificate_revocations
              where issuer_authority_id = {1} and crl_shard = {2} and change_number > {3} and change_number <= {4}
                and not crl_entry_added limit {5} for no key update)
            update certificate_revocations r set crl_entry_added = true, crl_sequence_number = {0}
            from unmarked where r.id = unmarked.id""";
    /** Of several revocations of one certificate the latest counts. They come before every change that is numbered. */
    private static final String DESCRIBE = """
            with old as (
              select r.id, c.issuer_authority_id, c.serial_number, c.crl_shard,
                greatest(c.not_after, r.created_at) listed_until, c.certificate_type = 'code_signing' is_code_signing,
                not exists (select from certificate_revocations later
                  where later.certificate_id = r.certificate_id and later.id > r.id) is_current
              from certificates c join certificate_revocations r on r.certificate_id = c.id
              where c.issuer_authority_id = {0} and c.revoked_at is not null and r.issuer_authority_id is null
              limit {1})
            update certificate_revocations r
            set issuer_authority_id = old.issuer_authority_id, serial_number = old.serial_number,
              crl_shard = old.crl_shard, listed_until = old.listed_until, is_code_signing = old.is_code_signing,
              is_current = old.is_current
            from old where r.id = old.id""";

    /**
     * Reads the entries of a full list (shard 0) or of a shard, one by one: what is revoked and has not left the list.
     *
     * @param settled what ended before leaves, null for nothing; of code signing what ended before `codeSigningSettled`
     */
    public void eachListed(
            SecureTransaction tx,
            UUID authorityId,
            int shard,
            Instant settled,
            Instant codeSigningSettled,
            Consumer<RevokedCertificate> entry) {
        each(tx, entry, LISTED, authorityId, shard, shard, time(codeSigningSettled), time(settled));
    }

    /** Reads what has changed after a change, lifted holds included: the entries of a delta. */
    public void eachChanged(
            SecureTransaction tx, UUID authorityId, long afterChange, Consumer<RevokedCertificate> entry) {
        each(tx, entry, CHANGED, authorityId, afterChange);
    }

    /** Marks the revocations of a range of changes as listed, of the certificates that name this list. */
    public int mark(SecureTransaction tx, UUID authorityId, int shard, long afterChange, long upTo, long crlNumber) {
        int marked = 0;
        for (long from = afterChange; from < upTo; from += MARKED_A_STATEMENT) {
            long to = Math.min(from + MARKED_A_STATEMENT, upTo);
            int more;
            do {
                more = markSome(tx, authorityId, shard, from, to, crlNumber);
                marked += more;
            } while (more == MARKED_A_STATEMENT);
        }
        return marked;
    }

    private static int markSome(
            SecureTransaction tx, UUID authorityId, int shard, long afterChange, long upTo, long crlNumber) {
        return tx.dsl()
                .execute(
                        MARK,
                        DSL.val(crlNumber),
                        DSL.val(authorityId),
                        DSL.val(shard),
                        DSL.val(afterChange),
                        DSL.val(upTo),
                        DSL.val(MARKED_A_STATEMENT));
    }

    /** Has revocations that were written before lists were read from them alone repeat what their certificates say. */
    public int describe(SecureTransaction tx, UUID authorityId, int limit) {
        return tx.dsl().execute(DESCRIBE, DSL.val(authorityId), DSL.val(limit));
    }

    private static void each(SecureTransaction tx, Consumer<RevokedCertificate> entry, String sql, Object... values) {
        tx.dsl().connection(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setFetchSize(ROWS_A_FETCH);
                for (int i = 0; i < values.length; i++) {
                    query.setObject(i + 1, values[i]);
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        entry.accept(revoked(rows));
                    }
                }
            }
        });
    }

    private static RevokedCertificate revoked(ResultSet row) throws SQLException {
        long invalidSince = row.getLong(4);
        return new RevokedCertificate(
                SerialNumber.ofHex(row.getString(1)),
                Instant.ofEpochSecond(row.getLong(2)),
                RevocationReason.of(row.getString(3)),
                row.getObject(4) == null ? null : Instant.ofEpochSecond(invalidSince));
    }

    private static String time(Instant time) {
        return time == null ? "-infinity" : time.toString();
    }
}

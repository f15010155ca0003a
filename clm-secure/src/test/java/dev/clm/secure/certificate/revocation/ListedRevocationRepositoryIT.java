package dev.clm.secure.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class ListedRevocationRepositoryIT {
    private static final int WRITTEN_AT_ONCE = 20_001;

    private final UUID authority = UUID.randomUUID();

    @AfterEach
    void removeWritten() {
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; delete from certificate_revocations where issuer_authority_id = ?",
                authority);
    }

    /** cmin is the number of the statement within its transaction; no time-out ends one that marks so few. */
    @Test
    @Tag("keys-B2")
    void whatOneStatementWroteIsMarkedByStatementsThatEnd() {
        writeMany();

        int marked = SecureTestDatabase.database()
                .inServiceRole(
                        "a test marks rows", tx -> new ListedRevocationRepository().mark(tx, authority, 0, 4, 5, 7));

        assertThat(marked).isEqualTo(WRITTEN_AT_ONCE);
        assertThat(SecureTestDatabase.count(
                        "(select distinct cmin::text from certificate_revocations where issuer_authority_id = ?"
                                + " and crl_entry_added) statements",
                        authority))
                .isEqualTo(2);
    }

    /** Line B2: while the first entry is looked at, the server has not sent the last; without a fetch size nothing is left open. */
    @Test
    @Tag("keys-B2")
    void entriesAreReadByACursor() {
        writeMany();
        ListedRevocationRepository revocations = new ListedRevocationRepository();
        List<Integer> openAtFirst = new ArrayList<>();

        long read = SecureTestDatabase.database().inServiceRole("a test reads entries", tx -> {
            long[] entries = {0};
            revocations.eachListed(tx, authority, 0, null, null, entry -> {
                if (entries[0]++ == 0) {
                    openAtFirst.add(openCursors(tx));
                }
            });
            revocations.eachChanged(tx, authority, 4, entry -> {
                if (entries[0]++ == WRITTEN_AT_ONCE) {
                    openAtFirst.add(openCursors(tx));
                }
            });
            return entries[0];
        });

        assertThat(openAtFirst).containsExactly(1, 1);
        assertThat(read).isEqualTo(2L * WRITTEN_AT_ONCE);
    }

    /** Of the transaction; what is read at once has no name. */
    private static int openCursors(SecureTransaction tx) {
        return tx.dsl()
                .fetchSingle("select count(*) from pg_cursors where name <> '' and statement like '%revocation_reason%'"
                        + " and statement not like '%pg_cursors%'")
                .get(0, int.class);
    }

    private void writeMany() {
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; insert into certificate_revocations (organization_id,"
                        + " certificate_id, revocation_reason, revoked_by_user_id, issuer_authority_id, change_number,"
                        + " serial_number, listed_until)"
                        + " select gen_random_uuid(), gen_random_uuid(), 'superseded', gen_random_uuid(), ?, 5,"
                        + " lpad(to_hex(n), 8, '0'), now() from generate_series(1, ?) n",
                authority,
                WRITTEN_AT_ONCE);
    }
}

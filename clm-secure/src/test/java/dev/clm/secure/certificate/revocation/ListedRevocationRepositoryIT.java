package dev.clm.secure.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.secure.SecureTestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class ListedRevocationRepositoryIT {
    private static final int WRITTEN_AT_ONCE = 20_001;

    /** cmin is the number of the statement within its transaction; no time-out ends one that marks so few. */
    @Test
    void whatOneStatementWroteIsMarkedByStatementsThatEnd() {
        UUID authority = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; insert into certificate_revocations (organization_id,"
                        + " certificate_id, revocation_reason, revoked_by_user_id, issuer_authority_id, change_number)"
                        + " select gen_random_uuid(), gen_random_uuid(), 'superseded', gen_random_uuid(), ?, 5"
                        + " from generate_series(1, ?) n",
                authority,
                WRITTEN_AT_ONCE);

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
}

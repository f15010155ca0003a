package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows under one key, among very many that are not: what is counted is counted in full, and costs what there is of it. */
@Tag("K3")
class RowsUnderKeyRepositoryIT {
    private static final String UNSEEN = "set session_replication_role = replica; ";
    private static final int PIECE = 20_000;
    private final UUID mark = UUID.randomUUID();
    private final UUID key = UUID.randomUUID();
    private final RowsUnderKeyRepository rows = new RowsUnderKeyRepository();
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    @AfterEach
    void remove() {
        for (String table : List.of("private_keys", "certificates")) {
            SecureTestDatabase.asSuperuser(UNSEEN + "delete from " + table + " where created_by_user_id = ?", mark);
        }
    }

    @Test
    void organizationsUnderAKeyAreFoundWithoutALookAtTheOthers() {
        plant(5_000, "gen_random_uuid()", UUID.randomUUID());
        SecureTestDatabase.asSuperuser("analyze private_keys");
        List<UUID> own = List.of(new UUID(1, 1), new UUID(1, 2), new UUID(0x7000000000000000L, 3));
        own.forEach(organization -> plant(3, "'" + organization + "'::uuid", key));

        assertThat(organizations()).containsExactlyElementsOf(own);
        assertThat(rowsReadForThem()).isLessThan(100);
    }

    @Test
    void moreOrganizationsThanAPieceHoldsAreAllFound() {
        plant(1_001, "gen_random_uuid()", key);
        assertThat(organizations()).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(counted(Long.MAX_VALUE)).isEqualTo(1_001);
    }

    @Test
    void certificatesThatNameAKeyAreCountedInPieces() {
        plantCertificates(PIECE + 3);
        plant(2, "'" + mark + "'::uuid", key);

        assertThat(counted(Long.MAX_VALUE)).isEqualTo(PIECE + 5);
        assertThat(countedByTenant(Long.MAX_VALUE)).isEqualTo(PIECE + 5);
    }

    @Test
    void nobodyCountsFurtherThanIsEnough() {
        plantCertificates(PIECE + 3);
        plant(2, "'" + mark + "'::uuid", key);

        assertThat(countedByTenant(2)).isEqualTo(2);
        assertThat(countedByTenant(3)).isEqualTo(PIECE + 2);
        assertThat(countedByTenant(PIECE + 6)).isEqualTo(PIECE + 5);
    }

    private List<UUID> organizations() {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> rows.organizations(tx, key));
    }

    private long rowsReadForThem() {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> {
            rows.organizations(tx, key);
            return tx.dsl()
                    .fetchSingle("select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
                            + " from pg_stat_xact_user_tables where relname = 'private_keys'")
                    .get(0, Long.class);
        });
    }

    private long counted(long enough) {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> references.count(tx, key, enough));
    }

    private long countedByTenant(long enough) {
        return SecureTestDatabase.database()
                .inTransaction(OrganizationId.of(mark), tx -> references.count(tx, key, enough));
    }

    private void plant(int number, String organization, UUID under) {
        SecureTestDatabase.asSuperuser(
                UNSEEN
                        + "insert into private_keys (organization_id, certificate_id, encryption_key_id,"
                        + " encrypted_key_material, encryption_iv, key_algorithm, created_by_user_id)"
                        + " select " + organization + ", gen_random_uuid(), ?, '', '', 'ECDSA', ?"
                        + " from generate_series(1, ?)",
                under,
                mark,
                number);
    }

    private void plantCertificates(int number) {
        SecureTestDatabase.asSuperuser(
                UNSEEN
                        + "insert into certificates (organization_id, certificate_id, common_name, certificate_type, status,"
                        + " pem_encoded_cert, der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn,"
                        + " key_algorithm, signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id,"
                        + " encryption_key_id)"
                        + " select ?::uuid, md5(? || n), 'a', 'leaf', 'active', '', '', '01', md5(? || n), '', '', 'ECDSA',"
                        + " '', now(), now() + interval '1 day', ?, ?, ? from generate_series(1, ?) n",
                mark,
                mark.toString(),
                mark.toString(),
                mark,
                mark,
                key,
                number);
    }
}

package dev.clm.secure.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which certificates a key ever sealed, of an organization that has very many others: as its own login sees and reads them. */
@Tag("K9")
class SealedCertificateRepositoryIT {
    private static final String PLANT = """
            set session_replication_role = replica;
            create temporary table planted as select gen_random_uuid() id from generate_series(1, %3$d);
            insert into certificates (id, organization_id, certificate_id, common_name, certificate_type, status,
              pem_encoded_cert, der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn,
              key_algorithm, signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id)
            select id, '%1$s', id::text, 'a', 'leaf', 'active', '', '', '01', id::text, '', '', 'ECDSA', '',
              now(), now() + interval '1 day', id, id from planted;
            insert into private_keys (organization_id, certificate_id, encryption_key_id, previous_key_ids,
              encrypted_key_material, encryption_iv, key_algorithm, created_by_user_id, created_at)
            select '%1$s', id, '%2$s', %4$s, '', '', 'ECDSA', id, now() - interval '%5$s' from planted""";

    private static final int OTHERS = 30_000;
    private static final int PAGE = 7;
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final UUID key = UUID.randomUUID();
    private final UUID before = UUID.randomUUID();
    private final UUID active = UUID.randomUUID();
    private final SealedCertificateRepository sealed = new SealedCertificateRepository();

    @BeforeEach
    void plantOthers() {
        plant(active, null, OTHERS, "0 days");
        SecureTestDatabase.asSuperuser("analyze private_keys, certificates");
    }

    @AfterEach
    void remove() {
        for (String table : List.of(
                "key_rotation_certificates", "key_rotations", "key_rotation_history", "private_keys", "certificates")) {
            SecureTestDatabase.asSuperuser(
                    "set session_replication_role = replica; delete from " + table + " where organization_id = ?",
                    tenant.value());
        }
    }

    @Test
    @Tag("keys-A7")
    void whatIsUnderTheKeyAndWhatWasIsListedOnceInTheOrderOfIds() {
        plant(key, null, 11, "0 days");
        plant(active, "{" + key + "}", 12, "0 days");
        plant(active, "{" + before + "," + key + "}", 13, "0 days");
        plant(key, "{" + before + "," + key + "," + active + "}", 5, "0 days");
        plant(active, "{" + before + "}", 50, "0 days");
        List<UUID> expected = ids("k.encryption_key_id = '" + key + "' or '" + key + "' = any(k.previous_key_ids)");

        assertThat(expected).hasSize(41);
        assertThat(pages()).isEqualTo(expected);
    }

    @Test
    @Tag("keys-A8")
    void aPageCostsWhatItHolds() {
        plant(key, null, 3, "0 days");
        plant(active, "{" + key + "}", 3, "0 days");
        plant(active, "{" + before + "," + key + "}", 3, "0 days");

        assertThat(page(null, 100)).hasSize(9);
        assertThat(rowsReadForAPage()).isLessThan(100);
    }

    @Test
    void whatACompromiseHasNotedIsListed() {
        plant(active, null, 9, "1 day");
        UUID rotation = rotation("compromise");
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; insert into key_rotation_certificates (organization_id,"
                        + " key_rotation_id, certificate_id) select organization_id, ?, certificate_id from private_keys"
                        + " where organization_id = ? and created_at < now() - interval '1 hour'",
                rotation,
                tenant.value());
        plant(key, null, 4, "0 days");
        List<UUID> expected = ids("k.encryption_key_id = '" + key + "' or k.created_at < now() - interval '1 hour'");

        assertThat(expected).hasSize(13);
        assertThat(pages()).isEqualTo(expected);
        assertThat(rowsReadForAPage()).isLessThan(150);
    }

    /** Of a rotation that noted nothing everything is named that was there; no statement looks at more than a piece for it. */
    @Test
    void whatWasThereWhenARotationEndedThatNotedNothingIsListed() {
        plant(active, null, 20, "3 days");
        plant(UUID.randomUUID(), "{" + UUID.randomUUID() + "}", 10, "3 days");
        rotation("manual");
        plant(key, null, 4, "0 days");
        List<UUID> expected = ids("k.encryption_key_id = '" + key + "' or k.created_at < now() - interval '1 day'");

        assertThat(expected).hasSize(34);
        assertThat(pages()).isEqualTo(expected);
    }

    private List<UUID> pages() {
        List<UUID> all = new ArrayList<>();
        List<EndangeredCertificate> page;
        do {
            UUID after = all.isEmpty() ? null : all.get(all.size() - 1);
            page = page(after, PAGE);
            assertThat(page).hasSizeLessThanOrEqualTo(PAGE);
            page.forEach(certificate -> all.add(certificate.id()));
        } while (page.size() == PAGE);
        return all;
    }

    private List<UUID> ids(String which) {
        return SecureTestDatabase.database()
                .inServiceRole(
                        "a test",
                        tx -> tx.dsl()
                                .fetch(
                                        "select k.certificate_id from private_keys k where k.organization_id = ? and ("
                                                + which + ") order by k.certificate_id",
                                        tenant.value())
                                .map(row -> row.get(0, UUID.class)));
    }

    private List<EndangeredCertificate> page(UUID after, int limit) {
        return SecureTestDatabase.database()
                .inTransaction(tenant, tx -> sealed.everUnder(tx, tenant, key, after, limit));
    }

    private long rowsReadForAPage() {
        return SecureTestDatabase.database().inTransaction(tenant, tx -> {
            sealed.everUnder(tx, tenant, key, null, 100);
            return tx.dsl()
                    .fetchSingle("select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
                            + " from pg_stat_xact_user_tables where relname in ('private_keys', 'certificates')")
                    .get(0, Long.class);
        });
    }

    private UUID rotation(String type) {
        UUID id = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; insert into key_rotation_history (id, organization_id, old_key_id,"
                        + " new_key_id, rotation_type, rotation_started_at, rotation_completed_at, rotation_status,"
                        + " initiated_by_user_id) values (?, ?, ?, ?, ?, now() - interval '3 days',"
                        + " now() - interval '2 days', 'completed', ?)",
                id,
                tenant.value(),
                key,
                active,
                type,
                UUID.randomUUID());
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; insert into key_rotations (id, organization_id, phase,"
                        + " moves_recorded) values (?, ?, 'ended', false)",
                id,
                tenant.value());
        return id;
    }

    private void plant(UUID under, String previous, int number, String age) {
        SecureTestDatabase.asSuperuser(PLANT.formatted(
                tenant.value(), under, number, previous == null ? "null" : "'" + previous + "'::uuid[]", age));
    }
}

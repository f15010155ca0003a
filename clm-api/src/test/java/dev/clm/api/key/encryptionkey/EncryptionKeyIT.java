package dev.clm.api.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("K4")
class EncryptionKeyIT {
    private static final String KEYS = "/api/v1/encryption-keys";
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMIN = TENANT.administrator();

    @Test
    void theKeyOfAnOrganizationSaysWhatItProtects() {
        JsonNode key = onlyKey(ADMIN);

        assertThat(key.get("key_id").asString()).startsWith("data-");
        assertThat(key.get("key_type").asString()).isEqualTo("data");
        assertThat(key.get("key_status").asString()).isEqualTo("active");
        assertThat(key.get("key_version").asInt()).isEqualTo(1);
        assertThat(key.get("algorithm").asString()).isEqualTo("AES-256-GCM");
        assertThat(key.get("references").asLong()).isEqualTo(protectedRows(ADMIN.organizationId()));
        assertThat(key.get("references_exact").asBoolean()).isTrue();
        assertThat(key.get("usage_limit").asLong()).isEqualTo(1L << 31);
        assertThat(key.has("next_rotation_at")).isTrue();
    }

    @Test
    void everySealedKeyIsCounted() {
        long usage = onlyKey(ADMIN).get("usage_count").asLong();

        assertThat(usage).isGreaterThanOrEqualTo(protectedRows(ADMIN.organizationId()));
    }

    @Test
    @Tag("K5")
    void noMaterialIsShown() {
        String material = Rows.secure(
                        String.class,
                        "select encode(encrypted_key_material, 'hex') from encryption_keys where organization_id = ?",
                        ADMIN.organizationId())
                .get(0);
        Answer answer = ADMIN.get(KEYS).expect(200);

        assertThat(answer.text()).doesNotContain("material", material);
    }

    @Test
    @Tag("S3")
    void anotherOrganizationsKeyLooksMissing() {
        Caller stranger = Tenant.create().administrator();
        UUID id = UUID.fromString(onlyKey(ADMIN).get("id").asString());

        Answer foreign = stranger.get(KEYS + "/" + id).expect(404, "not_found");
        Answer missing = stranger.get(KEYS + "/" + UUID.randomUUID()).expect(404, "not_found");

        assertThat(foreign.text("detail")).isEqualTo(missing.text("detail"));
        assertThat(stranger.get(KEYS).expect(200).ids()).hasSize(1).doesNotContain(id);
        ADMIN.get(KEYS + "/" + id).expect(200);
    }

    @Test
    void pagesFollowEachOther() {
        Caller admin = Tenant.create().administrator();
        UUID retired = Rows.secure(
                        UUID.class,
                        "insert into encryption_keys (key_id, key_type, algorithm, key_status, encrypted_key_material,"
                                + " key_wrap_algorithm, created_by_user_id, organization_id) select key_id || '-old',"
                                + " key_type, algorithm, 'retired', '', key_wrap_algorithm, created_by_user_id,"
                                + " organization_id from encryption_keys where organization_id = ? returning id",
                        admin.organizationId())
                .get(0);

        Answer first = admin.get(KEYS + "?limit=1").expect(200);
        Answer second =
                admin.get(KEYS + "?limit=1&cursor=" + first.text("next_cursor")).expect(200);

        assertThat(List.of(first.ids().get(0), second.ids().get(0)))
                .contains(retired)
                .doesNotHaveDuplicates();
        assertThat(second.text("next_cursor")).isNull();
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        ADMIN.get(KEYS + "?limit=501").expect(400, "parameter_out_of_range");
        ADMIN.get(KEYS + "?limit=0").expect(400, "parameter_out_of_range");
    }

    @Test
    void readingNeedsThePermission() {
        TENANT.caller("CERT_OPERATOR").get(KEYS).expect(403, "forbidden");
    }

    @Test
    void sealingOneMoreKeyAddsAReference() {
        Caller admin = Tenant.create().administrator();
        admin.post(Tenant.CERTIFICATES, Tenant.madeKey("first.example", Map.of("algorithm", "Ed25519")))
                .expect(201);
        long before = certificateKey(admin).get("references").asLong();

        admin.post(Tenant.CERTIFICATES, Tenant.madeKey("one.more.example", Map.of("algorithm", "Ed25519")))
                .expect(201);

        assertThat(certificateKey(admin).get("references").asLong()).isEqualTo(before + 1);
    }

    private static JsonNode certificateKey(Caller caller) {
        return StreamSupport.stream(
                        caller.get(KEYS).expect(200).json().get("items").spliterator(), false)
                .filter(key -> "certificate".equals(key.get("purpose").asString()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode onlyKey(Caller caller) {
        JsonNode items = caller.get(KEYS).expect(200).json().get("items");
        assertThat(items.size()).isEqualTo(1);
        return items.get(0);
    }

    private static long protectedRows(UUID organization) {
        return Rows.countSecure("private_keys where organization_id = ?", organization);
    }
}

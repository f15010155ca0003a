package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The completion record, checked as docs/KEY-ROTATION.md says. */
@Tag("K3")
class RotationRecordIT {
    /** As an auditor computes it with psql. */
    private static final String DIGEST = """
            select encode(sha256(convert_to(string_agg(id || ',' || certificate_id || ',' || encryption_key_id || ','
                || encode(sha256(encrypted_key_material || encryption_iv || encryption_auth_tag), 'hex') || chr(10),
                '' order by id), 'UTF8')), 'hex')
            from private_keys where encryption_key_id = ?""";

    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();
    private final UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();

    @TempDir
    private Path folder;

    @Test
    void theRecordTellsWhatWasDoneAndItsDigestCanBeComputedAgain() {
        rotating.awaitStatus(rotation, "completed");
        Answer answer = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/record")
                .expect(200);
        JsonNode record = answer.json().path("record");

        assertThat(record.path("old_key").path("id").asString()).isEqualTo(oldKey.toString());
        assertThat(record.path("new_key").path("id").asString())
                .isEqualTo(rotating.activeKey().toString());
        assertThat(record.path("references_to_old_key").asInt()).isZero();
        assertThat(record.path("items_re_encrypted").asInt()).isEqualTo(2);
        assertThat(record.path("items_decrypted_and_compared").asInt()).isEqualTo(2);
        assertThat(record.path("digest_sha256").asString())
                .isEqualTo(
                        Rows.secure(String.class, DIGEST, rotating.activeKey()).get(0));
    }

    @Test
    void opensslChecksTheRecordOffline() throws Exception {
        OpenSsl.require();
        rotating.awaitStatus(rotation, "completed");
        Path signed = signedRecord();
        Path signer = signer();
        Path record = folder.resolve("record.json");

        OpenSsl check = verify(signed, signer, record);

        assertThat(check.exitCode()).as(check.output()).isZero();
        JsonNode checked = new JsonMapper().readTree(Files.readAllBytes(record));
        assertThat(checked.path("rotation_id").asString()).isEqualTo(rotation.toString());
        assertThat(checked.path("rotation_status").asString()).isEqualTo("completed");
    }

    @Test
    void aChangedRecordOrAnotherSignerFailsTheCheck() throws Exception {
        OpenSsl.require();
        rotating.awaitStatus(rotation, "completed");
        Path signer = signer();
        byte[] changed = Files.readAllBytes(signedRecord());
        int inRecord = new String(changed, StandardCharsets.ISO_8859_1).indexOf("completed_at") + 30;
        changed[inRecord] ^= 1;
        Path forged = Files.write(folder.resolve("forged.p7"), changed);
        Path stranger = folder.resolve("stranger.pem");
        Files.writeString(
                stranger,
                rotating.administrator()
                        .get("/api/v1/certificates/" + rotating.tenant().root().id() + "/pem")
                        .text());

        assertThat(verify(forged, signer, folder.resolve("a.json")).exitCode()).isNotZero();
        assertThat(verify(signedRecord(), stranger, folder.resolve("b.json")).exitCode())
                .isNotZero();
    }

    @Test
    void aSampleIsStatedInTheRecord() {
        rotating.awaitStatus(rotation, "completed");
        UUID sampled = rotating.administrator()
                .post(
                        "/api/v1/encryption-keys/" + rotating.activeKey() + "/rotate",
                        Map.of("rotation_type", "emergency", "verify_percent", 1))
                .expect(202)
                .id();
        rotating.awaitStatus(sampled, "completed");

        JsonNode record = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + sampled + "/record")
                .expect(200)
                .json()
                .path("record");
        assertThat(record.path("verify_percent").asInt()).isEqualTo(1);
        assertThat(record.path("items_under_new_key").asInt()).isEqualTo(2);
        assertThat(record.path("items_decrypted_and_compared").asInt()).isLessThan(2);
    }

    /** Issue line A5. */
    @Test
    @Tag("K7")
    @Tag("keys-A5")
    void aRotationCompletesThoughThePlatformsSignerIsDamaged() {
        rotating.awaitStatus(rotation, "completed");
        UUID damaged = signerOf(rotation);
        flipABitOfSigner(damaged);
        try {
            UUID later =
                    rotating.rotate(rotating.activeKey(), "manual").expect(202).id();
            rotating.awaitStatus(later, "completed");

            assertThat(signerOf(later)).isNotNull().isNotEqualTo(damaged);
            assertThat(Rows.countSecure("key_rotations where id = ? and record_certificate_id is not null", later))
                    .isZero();
            assertThat(rotating.administrator()
                            .get(RotatingTenant.ROTATIONS + later + "/record")
                            .expect(200)
                            .text("certificate_pem"))
                    .isNotNull();
        } finally {
            flipABitOfSigner(damaged);
        }
    }

    private static UUID signerOf(UUID ended) {
        return Rows.secure(UUID.class, "select record_signer_id from key_rotations where id = ?", ended)
                .get(0);
    }

    private static void flipABitOfSigner(UUID id) {
        Rows.secure(
                "update platform_signers set encrypted_key_material = set_byte(encrypted_key_material, 7,"
                        + " get_byte(encrypted_key_material, 7) # 1) where id = ?",
                id);
    }

    private Path signedRecord() throws Exception {
        byte[] der = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/record", "application/pkcs7-mime")
                .expect(200)
                .body();
        return Files.write(folder.resolve("record.p7"), der);
    }

    private Path signer() throws Exception {
        String pem = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/record")
                .expect(200)
                .text("certificate_pem");
        return Files.writeString(folder.resolve("signer.pem"), pem);
    }

    private static OpenSsl verify(Path signed, Path signer, Path record) {
        return OpenSsl.run(
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                signed.toString(),
                "-CAfile",
                signer.toString(),
                "-purpose",
                "any",
                "-out",
                record.toString());
    }
}

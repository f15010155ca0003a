package dev.clm.api.crash;

import dev.clm.api.testing.Answer;
import dev.clm.core.identity.administrator.CreatedAdministrator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** An organization of one pair's own, seen through either instance, and the keys that it was given. */
final class VerbTenant {
    private static final UUID NONE = UUID.fromString("00000000-0000-7000-8000-00000000dead");

    private final VerbInstances instances;
    private final CreatedAdministrator administrator;
    private final List<UUID> given = new CopyOnWriteArrayList<>();
    private final VerbClient client;
    private final TenantRows rows;
    private boolean damaged;
    private final UUID issuer;
    private final UUID oldKey;

    VerbTenant(VerbInstances instances, String name, int keys) {
        this.instances = instances;
        this.administrator = instances.administrator(name);
        this.client = new VerbClient(instances, administrator.apiKey().reveal());
        this.rows = new TenantRows(instances.database(), organization());
        issuer = client.post(
                        0,
                        "/api/v1/certificate-authorities",
                        Map.of("name", name, "subject", Map.of("common_name", name)))
                .expect(201)
                .id();
        for (int i = 0; i < keys; i++) {
            issue(i % 2, "given-" + i).expect(201);
        }
        oldKey = activeKey().orElseThrow();
    }

    VerbClient client() {
        return client;
    }

    TenantRows rows() {
        return rows;
    }

    /** The certificate of the authority that issues here. */
    UUID issuer() {
        return issuer;
    }

    UUID organization() {
        return administrator.organizationId().value();
    }

    /** The one that was active first. */
    UUID oldKey() {
        return oldKey;
    }

    Optional<UUID> activeKey() {
        return rows.newest(
                "encryption_keys where organization_id = ? and purpose = 'certificate' and key_status = 'active'");
    }

    UUID newestKey() {
        return rows.newest("encryption_keys where organization_id = ? and purpose = 'certificate'")
                .orElse(NONE);
    }

    /** The latest, or one that is not there. */
    UUID rotation() {
        return rows.newest("key_rotations where organization_id = ?").orElse(NONE);
    }

    /** One flipped bit of the first key given; again, and it is repaired. */
    void flipABit() {
        damaged = !damaged;
        instances
                .database()
                .secure(
                        "update private_keys set encrypted_key_material = set_byte(encrypted_key_material, 7,"
                                + " get_byte(encrypted_key_material, 7) # 1) where certificate_id = ? and shredded_at is null",
                        given.get(0));
    }

    void repair() {
        if (damaged) {
            flipABit();
        }
    }

    /** Every certificate whose issuance with a private key was answered with 201. */
    List<UUID> given() {
        return given;
    }

    Answer issue(int instance, String name) {
        Answer answer = client.post(
                instance,
                "/api/v1/certificates",
                request(name, Map.of("key", Map.of("algorithm", "ECDSA", "curve", "P-256", "exportable", true))));
        if (answer.status() == 201) {
            given.add(answer.id());
        }
        return answer;
    }

    /** By the authority's key alone: the client keeps the private key. */
    Answer sign(int instance) {
        return client.post(
                instance, "/api/v1/certificates", KeyedRequest.of(0, issuer).body());
    }

    private Map<String, Object> request(String name, Map<String, ?> key) {
        Map<String, Object> body = new HashMap<>(key);
        body.put("subject", Map.of("common_name", name + ".example"));
        body.put("subject_alternative_names", List.of(Map.of("type", "DNS", "value", name + ".example")));
        body.put("issuer_id", issuer);
        return body;
    }

    Answer export(int instance, UUID certificate) {
        return client.post(
                instance,
                "/api/v1/certificates/" + certificate + "/private-key/export",
                Map.of("format", "pkcs8", "passphrase", "a long passphrase"));
    }

    Answer key(int instance, UUID key, String verb, Object body) {
        return client.post(instance, "/api/v1/encryption-keys/" + key + "/" + verb, body);
    }

    Answer rotation(int instance, String verb, Object body) {
        return client.post(instance, "/api/v1/key-rotations/" + rotation() + "/" + verb, body);
    }

    /** By an administrator of the platform; `restore` it, or delete it. */
    Answer organization(int instance, boolean restore) {
        VerbClient platform = instances.platform();
        String path = "/api/v1/organizations/" + organization();
        return restore ? platform.post(instance, path + "/restore", "") : platform.delete(instance, path);
    }
}

package dev.clm.api.crash;

import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.core.identity.administrator.CreatedAdministrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** An organization of one pair's own, seen through either instance, and the keys that it was given. */
final class VerbTenant {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final UUID NONE = UUID.fromString("00000000-0000-7000-8000-00000000dead");

    private final VerbInstances instances;
    private final CreatedAdministrator administrator;
    private final List<UUID> given = new CopyOnWriteArrayList<>();
    private final List<Connection> held = new CopyOnWriteArrayList<>();
    private boolean damaged;
    private final UUID issuer;
    private final UUID oldKey;

    VerbTenant(VerbInstances instances, String name, int keys) {
        this.instances = instances;
        this.administrator = instances.administrator(name);
        issuer = post(
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

    UUID organization() {
        return administrator.organizationId().value();
    }

    /** The one that was active first. */
    UUID oldKey() {
        return oldKey;
    }

    Optional<UUID> activeKey() {
        return newest(
                "encryption_keys where organization_id = ? and purpose = 'certificate' and key_status = 'active'");
    }

    UUID newestKey() {
        return newest("encryption_keys where organization_id = ? and purpose = 'certificate'")
                .orElse(NONE);
    }

    /** The latest, or one that is not there. */
    UUID rotation() {
        return newest("key_rotations where organization_id = ?").orElse(NONE);
    }

    private Optional<UUID> newest(String from) {
        return instances.texts("select id::text from " + from + " order by id desc limit 1", organization()).stream()
                .map(UUID::fromString)
                .findFirst();
    }

    /** As an export that has just begun: the row cannot be moved before it is let go. */
    void holdRow(UUID key) {
        try {
            Connection connection = instances.connect();
            held.add(connection);
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(
                    "select 1 from private_keys where encryption_key_id = ? order by id limit 1 for update")) {
                lock.setObject(1, key);
                lock.executeQuery();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void letFirstRowGo() {
        try (Connection first = held.remove(0)) {
            first.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void letRowsGo() {
        while (!held.isEmpty()) {
            letFirstRowGo();
        }
    }

    /** One flipped bit of the first key given; again, and it is repaired. */
    void flipABit() {
        damaged = !damaged;
        instances.secure(
                "update private_keys set encrypted_key_material = set_byte(encrypted_key_material, 7,"
                        + " get_byte(encrypted_key_material, 7) # 1) where certificate_id = ? and shredded_at is null",
                given.get(0));
    }

    void repair() {
        if (damaged) {
            flipABit();
        }
    }

    void awaitStatus(String status) {
        awaitThat("key_rotation_history where organization_id = ? and rotation_status = '" + status + "'");
    }

    /** `from` names the organization once. */
    void awaitThat(String from) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> isThere(from));
    }

    boolean isThere(String from) {
        return !instances
                .texts("select 'there' from " + from + " limit 1", organization())
                .isEmpty();
    }

    /** Whatever destruction is scheduled is due, and was seen so long enough ago. */
    void makeDue() {
        instances.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where organization_id = ? and state = 'scheduled'",
                organization());
    }

    boolean hasDueDestruction() {
        return isThere("key_destructions where organization_id = ? and (state = 'destroying' or state = 'scheduled'"
                + " and due_at < now())");
    }

    /** Every certificate whose issuance with a private key was answered with 201. */
    List<UUID> given() {
        return given;
    }

    Answer issue(int instance, String name) {
        Answer answer = post(
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
        return send(
                instance,
                "/api/v1/certificates",
                administrator.apiKey().reveal(),
                builder -> builder.POST(
                        BodyPublishers.ofString(KeyedRequest.of(0, issuer).body())));
    }

    private Map<String, Object> request(String name, Map<String, ?> key) {
        Map<String, Object> body = new HashMap<>(key);
        body.put("subject", Map.of("common_name", name + ".example"));
        body.put("subject_alternative_names", List.of(Map.of("type", "DNS", "value", name + ".example")));
        body.put("issuer_id", issuer);
        return body;
    }

    Answer export(int instance, UUID certificate) {
        return post(
                instance,
                "/api/v1/certificates/" + certificate + "/private-key/export",
                Map.of("format", "pkcs8", "passphrase", "a long passphrase"));
    }

    Answer get(int instance, String path) {
        return send(instance, path, administrator.apiKey().reveal(), HttpRequest.Builder::GET);
    }

    Answer post(int instance, String path, Object body) {
        return send(
                instance,
                path,
                administrator.apiKey().reveal(),
                builder -> builder.POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer key(int instance, UUID key, String verb, Object body) {
        return post(instance, "/api/v1/encryption-keys/" + key + "/" + verb, body);
    }

    Answer rotation(int instance, String verb, Object body) {
        return post(instance, "/api/v1/key-rotations/" + rotation() + "/" + verb, body);
    }

    /** By an administrator of the platform; `restore` it, or delete it. */
    Answer organization(int instance, boolean restore) {
        String path = "/api/v1/organizations/" + organization();
        return restore
                ? send(
                        instance,
                        path + "/restore",
                        instances.platformKey(),
                        builder -> builder.POST(BodyPublishers.noBody()))
                : send(instance, path, instances.platformKey(), HttpRequest.Builder::DELETE);
    }

    private Answer send(int instance, String path, String apiKey, UnaryOperator<HttpRequest.Builder> method) {
        HttpRequest request = method.apply(HttpRequest.newBuilder(URI.create(instances.url(instance) + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json"))
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

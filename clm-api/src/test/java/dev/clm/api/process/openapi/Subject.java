package dev.clm.api.process.openapi;

import dev.clm.api.key.keyrotation.RotatingTenant;
import dev.clm.api.testing.ApiDescription;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Tenant;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What an operation is tried on: somebody who may, and the id in its path, of something that is in the state it needs. */
record Subject(Caller caller, UUID id, Optional<Connection> held) implements AutoCloseable {

    static Subject of(ApiDescription.Operation operation) throws SQLException, IOException {
        return switch (operation.name()) {
            case "exportPrivateKey", "changeCertificatePrivateKeyAccessPolicy" -> {
                RotatingTenant tenant = new RotatingTenant(0);
                yield of(tenant.administrator(), tenant.issueWithKey("exported.example"));
            }
            case "rotateEncryptionKey", "reportEncryptionKeyCompromise" -> {
                RotatingTenant tenant = new RotatingTenant(1);
                yield of(tenant.administrator(), tenant.activeKey());
            }
            case "escalateKeyRotation" -> running();
            case "destroyEncryptionKey" -> retired();
            case "changeUser", "changeOrganization", "changePolicy", "changeWorkflow" -> row(operation.path());
            default -> {
                Tenant tenant = Tenant.create();
                yield of(
                        tenant.administrator(),
                        operation.path().contains("{") ? tenant.issue("subject.example") : null);
            }
        };
    }

    private static Subject of(Caller caller, UUID id) {
        return new Subject(caller, id, Optional.empty());
    }

    private static Subject running() throws SQLException, IOException {
        RotatingTenant tenant = new RotatingTenant(1);
        UUID key = tenant.activeKey();
        Connection held = tenant.holdOneRow(key);
        return new Subject(
                tenant.administrator(), tenant.rotate(key, "manual").expect(202).id(), Optional.of(held));
    }

    private static Subject retired() {
        RotatingTenant tenant = new RotatingTenant(1);
        UUID key = tenant.activeKey();
        tenant.awaitStatus(tenant.rotate(key, "manual").expect(202).id(), "completed");
        return of(tenant.administrator(), key);
    }

    /** One that was made with as little as possible. */
    private static Subject row(String path) {
        Caller caller = Tenant.create().administrator();
        String code = Tenant.unique("made");
        Map<String, Object> body = switch (path.split("/")[3]) {
            case "users" -> Map.of("username", code, "email", code + "@clm.invalid");
            case "organizations" -> Map.of("org_name", code, "org_code", code);
            case "policies" ->
                Map.of(
                        "policy_name",
                        code,
                        "policy_code",
                        code,
                        "policy_type",
                        "certificate",
                        "policy_rules",
                        Map.of());
            default ->
                Map.of(
                        "workflow_name",
                        code,
                        "workflow_code",
                        code,
                        "workflow_type",
                        "renewal",
                        "workflow_definition",
                        Map.of("steps", List.of(Map.of("step_id", 1, "type", "notification"))));
        };
        return of(
                caller, caller.post(path.replace("/{id}", ""), body).expect(201).id());
    }

    @Override
    public void close() throws SQLException {
        if (held.isPresent()) {
            held.get().close();
        }
    }
}

package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ServiceProcess;
import dev.clm.migrations.local.LocalPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two instances of the service on one pair of databases, and a trigger that notes which of them moves which row. */
final class RotatingInstances implements AutoCloseable {
    /** Of their sessions in the database; the first is what they are called where nobody says otherwise. */
    private static final List<String> NAMES = List.of("clm-secure", "second");

    private static final List<String> NOTES = List.of(
            "create table moved (instance text, private_key uuid, encryption_key uuid)",
            "create function note_move() returns trigger language plpgsql security definer as $$ begin"
                    + " insert into public.moved values"
                    + " (current_setting('application_name'), new.id, new.encryption_key_id); return null; end $$",
            "create trigger trg_note_move after update of encryption_key_id on private_keys"
                    + " for each row execute function note_move()");

    private final CrashedService service;
    private final ServiceProcess[] instances = new ServiceProcess[2];

    RotatingInstances(int keys) throws IOException {
        service = new CrashedService(LocalPostgres.temporary(), Map.of("CLM_ROTATION_ROWS_PER_SECOND", "4"));
        NOTES.forEach(this::execute);
        instances[0] = service.process();
        instances[1] = service.instance(NAMES.get(1));
        for (int i = 0; i < keys; i++) {
            service.client(instances[0]).issue(KeyedRequest.of(2 * i + 1, service.issuer()));
        }
    }

    void startThoseThatEnded() {
        for (int i = 0; i < instances.length; i++) {
            if (!instances[i].isAlive()) {
                instances[i] = service.instance(NAMES.get(i));
            }
        }
        for (ServiceProcess instance : instances) {
            instance.awaitReady();
        }
    }

    void killOne() {
        instances[0].kill();
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        long pid = instances[NAMES.indexOf(name)].pid();
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    RestingKeys restingKeys() {
        return service.restingKeys();
    }

    /** By the first instance. */
    UUID rotate(String type) throws IOException {
        UUID key = restingKeys().activeKey();
        HttpResponse<String> answer = service.client(instances[0])
                .post(
                        "/api/v1/encryption-keys/" + key + "/rotate",
                        "rotation-of-" + key,
                        "{\"rotation_type\":\"" + type + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return IssuanceClient.id(answer.body()).orElseThrow();
    }

    Connection connect() throws SQLException {
        return service.superuser().connect();
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (ServiceProcess instance : instances) {
            instance.kill();
        }
        service.close();
    }
}

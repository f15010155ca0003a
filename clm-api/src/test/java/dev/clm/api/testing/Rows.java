package dev.clm.api.testing;

import dev.clm.common.identifier.Identifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What stands in both databases of the shared service, read and written past the service, as the superuser. */
public final class Rows {
    private static final String SECURE = "clm_secure_db";
    private static final String CORE = "clm_core_db";

    private Rows() {}

    /** The first column of the rows, or of `insert … returning`. */
    public static <T> List<T> secure(Class<T> type, String sql, Object... values) {
        return query(SECURE, type, sql, values);
    }

    public static <T> List<T> core(Class<T> type, String sql, Object... values) {
        return query(CORE, type, sql, values);
    }

    public static int secure(String sql, Object... values) {
        return update(SECURE, sql, values);
    }

    /** Past the triggers too, as the passing of time, an earlier release or a superuser may have left it. Answers nothing. */
    public static void secureUnseen(String sql, Object... values) {
        secure("set session_replication_role = replica; " + sql, values);
    }

    public static int core(String sql, Object... values) {
        return update(CORE, sql, values);
    }

    public static long countSecure(String from, Object... values) {
        return secure(Long.class, "select count(*) from " + from, values).get(0);
    }

    public static long countCore(String from, Object... values) {
        return core(Long.class, "select count(*) from " + from, values).get(0);
    }

    /** An active policy of an organization, or of the platform where that is null. */
    public static UUID policy(UUID organization, String code, String rules) {
        UUID id = Identifiers.next();
        core(
                "insert into policies (id, policy_code, policy_name, policy_type, policy_rules, organization_id, status,"
                        + " created_by_user_id) values (?, ?, 'policy', 'certificate', ?::jsonb, ?, 'active',"
                        + " '00000000-0000-7000-8000-000000000001')",
                id,
                code,
                rules,
                organization);
        return id;
    }

    /** An active workflow that asks for no approval. */
    public static UUID workflow(UUID organization, String code) {
        UUID id = Identifiers.next();
        core(
                "insert into workflows (id, workflow_code, workflow_name, workflow_type, workflow_definition,"
                        + " organization_id, status, requires_approval, created_by_user_id) values (?, ?, 'workflow',"
                        + " 'certificate_request', '{\"steps\":[]}', ?, 'active', false,"
                        + " '00000000-0000-7000-8000-000000000001')",
                id,
                code,
                organization);
        return id;
    }

    private static <T> List<T> query(String database, Class<T> type, String sql, Object... values) {
        try (Connection connection = RunningService.shared().superuser(database);
                PreparedStatement statement = bound(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getObject(1, type));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int update(String database, String sql, Object... values) {
        try (Connection connection = RunningService.shared().superuser(database);
                PreparedStatement statement = bound(connection, sql, values)) {
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}

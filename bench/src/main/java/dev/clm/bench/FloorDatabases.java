package dev.clm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * Copies of the service's two databases on the same server, so that the floor meets the same tables, roles, row-level
 * security, triggers and settings, and the service's relay does not see the floor's rows.
 */
final class FloorDatabases {
    static final String SECURE = "clm_secure_db";
    static final String CORE = "clm_core_db";
    private static final String SUFFIX = "_floor";

    private final Map<String, String> superuser;

    private FloorDatabases(Map<String, String> superuser) {
        this.superuser = superuser;
    }

    /** With the superuser's login from the data directory of an embedded service. */
    static FloorDatabases of(Path environment) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(environment)) {
            String[] pair = line.replaceFirst("^export ", "").split("=", 2);
            if (pair.length == 2) {
                values.put(pair[0].strip(), pair[1].strip().replaceAll("^['\"]|['\"]$", ""));
            }
        }
        return new FloorDatabases(values);
    }

    /** The variables that psql reads. */
    Map<String, String> login() {
        return superuser;
    }

    /** The service loses its connections for a moment: a database is copied only while nobody is connected to it. */
    void copy() throws SQLException {
        try (Connection server = connect("postgres");
                Statement statement = server.createStatement()) {
            for (String database : List.of(SECURE, CORE)) {
                statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
                try {
                    statement.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '"
                            + database + "'");
                    statement.execute("CREATE DATABASE " + database + SUFFIX + " TEMPLATE " + database);
                } finally {
                    statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
                }
            }
        }
    }

    /** The service's own database, as the service's role for that organization. */
    Connection tenant(UUID organizationId) throws SQLException {
        return as("clm_secure_user", SECURE, organizationId);
    }

    Connection secure(UUID organizationId) throws SQLException {
        return as("clm_secure_user", SECURE + SUFFIX, organizationId);
    }

    Connection core(UUID organizationId) throws SQLException {
        return as("clm_core_user", CORE + SUFFIX, organizationId);
    }

    Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", superuser.get("PGUSER"));
        login.setProperty("password", superuser.get("PGPASSWORD"));
        login.setProperty("ApplicationName", "clm-bench");
        String address =
                "jdbc:postgresql://" + superuser.get("PGHOST") + ":" + superuser.get("PGPORT") + "/" + database;
        return DriverManager.getConnection(address, login);
    }

    /** A server setting as the server shows it. */
    String setting(String name) throws SQLException {
        return text(SECURE, "SHOW " + name);
    }

    String text(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection as(String role, String database, UUID organizationId) throws SQLException {
        Connection connection = connect(database);
        try (Statement statement = connection.createStatement();
                PreparedStatement tenant =
                        connection.prepareStatement("SELECT set_config('clm.organization_id', ?, false)")) {
            statement.execute("SET ROLE " + role);
            tenant.setString(1, organizationId.toString());
            tenant.execute();
        }
        return connection;
    }
}

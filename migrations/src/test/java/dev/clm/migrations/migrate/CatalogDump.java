package dev.clm.migrations.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Everything that the catalog says about a database of ours, one line a thing, in an order that does not depend on history. */
final class CatalogDump {
    private CatalogDump() {}

    static List<String> of(ScratchDatabase database) throws SQLException {
        return of(database.superuser());
    }

    static List<String> of(DatabaseLogin superuser) throws SQLException {
        try (InputStream sql = CatalogDump.class.getResourceAsStream("catalog.sql");
                Connection connection = superuser.connect()) {
            return BootstrapStep.rows(connection, new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

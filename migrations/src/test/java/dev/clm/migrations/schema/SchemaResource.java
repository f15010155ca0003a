package dev.clm.migrations.schema;

import dev.clm.migrations.ClmDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads what the tests expect, and the migrations themselves. */
final class SchemaResource {
    private SchemaResource() {}

    /** The lines of `secure-columns.txt` and the like. */
    static List<String> expected(ClmDatabase database, String what) {
        return text(database.name().toLowerCase(Locale.ROOT) + "-" + what + ".txt")
                .lines()
                .toList();
    }

    static String rows(ClmDatabase database) {
        return text(database.name().toLowerCase(Locale.ROOT) + "-rows.sql");
    }

    static String baseline(ClmDatabase database) {
        String name = database.name().toLowerCase(Locale.ROOT);
        return migration(database, "001_init_" + name + "_schema.sql");
    }

    static String migration(ClmDatabase database, String file) {
        return text("/" + database.migrationFolder() + "/" + file);
    }

    private static String text(String name) {
        try (InputStream stream = Objects.requireNonNull(SchemaResource.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

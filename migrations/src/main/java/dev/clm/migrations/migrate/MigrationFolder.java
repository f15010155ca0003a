package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The migrations of one database in their order. There is none with an ill-formed file name, with a version that another
 * has, or without its rollback script (requirements M1, M4).
 */
public final class MigrationFolder {
    private final ClmDatabase database;
    private final Map<String, String> contents;
    private final List<Migration> migrations;

    private MigrationFolder(ClmDatabase database, Map<String, String> contents) {
        this.database = database;
        this.contents = new TreeMap<>(contents);
        this.migrations = read();
    }

    /** The migrations that are part of the product. */
    public static MigrationFolder of(ClmDatabase database) {
        return new MigrationFolder(database, ClasspathFolder.read(database));
    }

    public static MigrationFolder of(ClmDatabase database, Map<String, String> contentsByFileName) {
        return new MigrationFolder(database, contentsByFileName);
    }

    /** The same with one file added or replaced. */
    public MigrationFolder with(String fileName, String content) {
        Map<String, String> more = new TreeMap<>(contents);
        more.put(fileName, content);
        return new MigrationFolder(database, more);
    }

    /** The same with a migration and its rollback script added. */
    public MigrationFolder with(Migration migration) {
        Map<String, String> more = new TreeMap<>(contents);
        more.put(migration.name().sqlFile(), migration.sql());
        more.put(migration.name().rollbackFile(), migration.rollback());
        return new MigrationFolder(database, more);
    }

    /** The same without the versions above this one. */
    public MigrationFolder upTo(String version) {
        Map<String, String> fewer = new TreeMap<>(contents);
        long limit = Long.parseLong(version);
        migrations.stream()
                .map(Migration::name)
                .filter(name -> Long.parseLong(name.version()) > limit)
                .forEach(name -> {
                    fewer.remove(name.sqlFile());
                    fewer.remove(name.rollbackFile());
                });
        return new MigrationFolder(database, fewer);
    }

    public List<Migration> migrations() {
        return migrations;
    }

    public Optional<Migration> version(String version) {
        return migrations.stream()
                .filter(m -> m.name().version().equals(version))
                .findFirst();
    }

    private List<Migration> read() {
        Map<Long, MigrationFileName> byVersion = new TreeMap<>();
        for (String fileName : contents.keySet()) {
            MigrationFileName name = MigrationFileName.parse(fileName)
                    .orElseThrow(
                            () -> refuse(
                                    fileName,
                                    "the file name is neither 001_init_<name> nor YYYYMMDDHHMMSS_<description>, ending in .sql or .rollback"));
            MigrationFileName other = byVersion.putIfAbsent(Long.parseLong(name.version()), name);
            if (other != null && !other.equals(name)) {
                throw refuse(fileName, "has the same version as " + other.sqlFile());
            }
        }
        List<Migration> found = new ArrayList<>();
        for (MigrationFileName name : byVersion.values()) {
            found.add(new Migration(
                    name, content(name.sqlFile(), name.rollbackFile()), content(name.rollbackFile(), name.sqlFile())));
        }
        return List.copyOf(found);
    }

    private String content(String fileName, String companion) {
        String content = contents.get(fileName);
        if (content == null) {
            throw refuse(companion, "the file " + fileName + " that belongs to it is missing");
        }
        return content;
    }

    private ClmSchemaException refuse(String fileName, String detail) {
        return ClmSchemaException.ofFile(database, fileName, detail);
    }
}

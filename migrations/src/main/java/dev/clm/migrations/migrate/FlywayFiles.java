package dev.clm.migrations.migrate;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** Hands Flyway exactly the files that were checked, instead of letting it scan the class path itself. */
final class FlywayFiles implements ResourceProvider {
    private final Map<String, LoadableResource> byName = new LinkedHashMap<>();

    FlywayFiles(MigrationFolder folder) {
        for (Migration migration : folder.migrations()) {
            String name = migration.name().sqlFile();
            byName.put(name, new SqlFile(name, migration.sql()));
        }
    }

    @Override
    public LoadableResource getResource(String name) {
        return byName.get(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return byName.values().stream()
                .filter(file -> file.getFilename().startsWith(prefix))
                .filter(file -> Arrays.stream(suffixes).anyMatch(file.getFilename()::endsWith))
                .toList();
    }

    private static final class SqlFile extends LoadableResource {
        private final String name;
        private final String content;

        SqlFile(String name, String content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public Reader read() {
            return new StringReader(content);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}

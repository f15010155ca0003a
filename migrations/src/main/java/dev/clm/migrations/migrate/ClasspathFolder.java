package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Every file of a database's migration folder on the class path, in a directory or in a jar, even one inside a jar. */
final class ClasspathFolder {
    private ClasspathFolder() {}

    static Map<String, String> read(ClmDatabase database) {
        String folder = database.migrationFolder() + "/";
        URL url = ClasspathFolder.class.getClassLoader().getResource(folder);
        if (url == null) {
            throw ClmSchemaException.of(database, "the folder " + folder + " is not on the class path");
        }
        try {
            URLConnection connection = url.openConnection();
            return connection instanceof JarURLConnection jar
                    ? readJar(jar.getJarFile(), jar.getEntryName())
                    : readDirectory(Path.of(url.toURI()));
        } catch (IOException | URISyntaxException e) {
            throw ClmSchemaException.of(database, "the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> readDirectory(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static Map<String, String> readJar(JarFile jar, String folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    String name = entry.getName().substring(folder.length());
                    contents.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return contents;
    }
}

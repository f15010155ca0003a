package dev.clm.migrations.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes a folder with all that is in it, following no link. */
final class DeletedFolder extends SimpleFileVisitor<Path> {
    private DeletedFolder() {}

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new DeletedFolder());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        Files.delete(directory);
        return FileVisitResult.CONTINUE;
    }
}

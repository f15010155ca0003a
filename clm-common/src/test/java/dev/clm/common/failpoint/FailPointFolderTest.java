package dev.clm.common.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailPointFolderTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstThatPassesIsHeldUntilItIsLetGoAndNoOther() throws Exception {
        FailPointFolder points = new FailPointFolder(folder);
        Files.createFile(folder.resolve("step@tenant.hold"));
        Path held =
                folder.resolve("step@tenant.held-by-" + ProcessHandle.current().pid());

        points.pass("step@another");
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> points.pass("step@tenant"));
        await().until(() -> Files.exists(held));
        points.pass("step@tenant");
        assertThat(first).isNotDone();

        Files.delete(held);
        await().until(first::isDone);
    }
}

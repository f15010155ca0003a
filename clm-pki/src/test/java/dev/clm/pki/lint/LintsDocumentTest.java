package dev.clm.pki.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RFC5280")
class LintsDocumentTest {
    @Test
    void documentListsEveryLintInOrder() throws IOException {
        assertThat(Files.readAllLines(document()).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList())
                .containsExactlyElementsOf(CertificateLints.ALL.stream()
                        .map(LintsDocumentTest::row)
                        .toList());
    }

    private static String row(Lint lint) {
        return "| `" + lint.name() + "` | " + lint.section() + " | `" + lint.field() + "` | " + lint.requirement()
                + " |";
    }

    private static Path document() {
        Path inModule = Path.of("..", "docs", "LINTS.md");
        return Files.exists(inModule) ? inModule : Path.of("docs", "LINTS.md");
    }
}

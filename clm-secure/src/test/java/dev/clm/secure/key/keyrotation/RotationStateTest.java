package dev.clm.secure.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table of docs/KEY-ROTATION.md, "States", says what the code allows. */
@Tag("K6")
class RotationStateTest {
    @Test
    @Tag("keys-A4")
    void everyStateButAFinalOneCanBeAbandoned() {
        assertThat(RotationState.values())
                .allSatisfy(
                        state -> assertThat(state.allows(RotationVerb.ABANDON)).isNotEqualTo(state.isFinal()));
    }

    @Test
    void theDocumentsTableIsTheCodes() throws IOException {
        List<String> expected = new ArrayList<>();
        for (RotationState state : RotationState.values()) {
            StringBuilder row = new StringBuilder("| " + state.words() + " |");
            for (RotationVerb verb : RotationVerb.values()) {
                row.append(state.allows(verb) ? " yes |" : " 409 |");
            }
            expected.add(row.toString());
        }
        String head = "| rotation |";
        for (RotationVerb verb : RotationVerb.values()) {
            head += " " + verb.name().toLowerCase(Locale.ROOT).replace("_", "") + " |";
        }

        List<String> document = Files.readAllLines(Path.of("../docs/KEY-ROTATION.md"));

        assertThat(document).contains(head).containsAll(expected);
    }

    @Test
    @Tag("K3")
    @Tag("keys-A8")
    void eachVerificationTakesAnotherSample() {
        java.security.SecureRandom random = new java.security.SecureRandom();
        List<java.util.UUID> rows = java.util.stream.LongStream.range(0, 2_000)
                .mapToObj(i -> new java.util.UUID(1, i))
                .toList();
        List<List<java.util.UUID>> samples = java.util.stream.Stream.generate(
                        () -> RotationVerification.Sample.of(10, random))
                .limit(3)
                .map(sample -> rows.stream().filter(sample::takes).toList())
                .toList();

        assertThat(samples).doesNotHaveDuplicates();
        assertThat(samples).allSatisfy(sample -> assertThat(sample.size()).isBetween(100, 320));
    }
}

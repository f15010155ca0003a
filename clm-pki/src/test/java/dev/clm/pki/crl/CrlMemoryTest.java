package dev.clm.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a list costs while it is made. */
@Tag("R2")
class CrlMemoryTest {
    /** Of a serial number of 20 octets, a date and a reason. */
    private static final int LIST_MEGABYTES = 53;

    private static final int YOUNG_MEGABYTES = 16;

    /** Ed25519 is the dearest: it signs no digest, and keeps the whole message once more. */
    @Test
    @Tag("keys-B2")
    void aMillionEntriesCostThreeTimesTheListAndNoObjectEach() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + (3 * LIST_MEGABYTES + YOUNG_MEGABYTES) + "m",
                        "-Xmn" + YOUNG_MEGABYTES + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MillionEntries.class.getName(),
                        "ED25519")
                .redirectErrorStream(true)
                .start();
        String output = output(process);

        assertThat(process.waitFor()).as(output).isZero();
        // Behind what a newer JDK warns of.
        String size = output.substring(output.strip().lastIndexOf('\n') + 1).strip();
        assertThat(Integer.parseInt(size)).isBetween(52_900_000, LIST_MEGABYTES * 1_000_000 + 10_000);
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

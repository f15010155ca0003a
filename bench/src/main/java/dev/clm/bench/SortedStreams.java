package dev.clm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a shell would do instead of a sweep: both tables as sorted COPY streams that `comm` compares. */
final class SortedStreams {
    private static final String COPIED =
            "copy (select %s, organization_id, common_name, certificate_type, status, not_before,"
                    + " not_after, owner_user_id, deleted_at is null from %s order by 1) to stdout";
    private static final String STREAMS =
            "comm -3 <(psql -XAqtd clm_secure_db -c \"" + COPIED.formatted("id", "certificates")
                    + "\") <(psql -XAqtd clm_core_db -c \"" + COPIED.formatted("certificate_id", "certificate_metadata")
                    + "\") | wc -l";

    private SortedStreams() {}

    static boolean arePossible() {
        return Files.isExecutable(Path.of("/usr/bin/psql"));
    }

    /** Answers how many lines differ. `login` are the variables that psql reads. */
    static long run(Map<String, String> login) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", STREAMS).redirectErrorStream(true);
        shell.environment().putAll(login);
        shell.environment().put("LC_ALL", "C");
        Process process = shell.start();
        String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(lines);
        }
        return Long.parseLong(lines);
    }
}

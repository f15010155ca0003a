package dev.clm.migrations.migrate;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * `001_init_secure_schema` or `20261120120000_add_outbox`: a migration's file name without its ending (requirement M1).
 *
 * @param version as it stands in the history
 */
public record MigrationFileName(String version, String description) implements Comparable<MigrationFileName> {
    static final String SQL = ".sql";
    static final String ROLLBACK = ".rollback";

    private static final Pattern BASELINE = Pattern.compile("(001)_(init_[a-z0-9_]+)");
    private static final Pattern LATER = Pattern.compile("([0-9]{14})_([a-z0-9_]+)");
    private static final Pattern CONTRACT = Pattern.compile("(?:^|_)contract(?:_|$)");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    /** Empty where the name fits no pattern, so that a runner would silently skip the file. */
    public static Optional<MigrationFileName> parse(String fileName) {
        for (String ending : new String[] {SQL, ROLLBACK}) {
            if (fileName.endsWith(ending)) {
                return parseStem(fileName.substring(0, fileName.length() - ending.length()));
            }
        }
        return Optional.empty();
    }

    public String sqlFile() {
        return version + "_" + description + SQL;
    }

    public String rollbackFile() {
        return version + "_" + description + ROLLBACK;
    }

    /** Whether it takes away what releases from before it need: none that does not know it may run on the schema any more. */
    boolean contracts() {
        return CONTRACT.matcher(description).find();
    }

    /** The baseline before every timestamp, timestamps by time. */
    @Override
    public int compareTo(MigrationFileName other) {
        return Long.compare(Long.parseLong(version), Long.parseLong(other.version));
    }

    private static Optional<MigrationFileName> parseStem(String stem) {
        Matcher baseline = BASELINE.matcher(stem);
        if (baseline.matches()) {
            return Optional.of(new MigrationFileName(baseline.group(1), baseline.group(2)));
        }
        Matcher later = LATER.matcher(stem);
        if (later.matches() && isTimestamp(later.group(1))) {
            return Optional.of(new MigrationFileName(later.group(1), later.group(2)));
        }
        return Optional.empty();
    }

    private static boolean isTimestamp(String digits) {
        try {
            return LocalDateTime.parse(digits, TIMESTAMP).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

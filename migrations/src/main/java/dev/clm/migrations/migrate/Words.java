package dev.clm.migrations.migrate;

import java.util.regex.Pattern;

/** Whether a statement names a thing. */
final class Words {
    private Words() {}

    static boolean contains(String sql, String name) {
        return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])")
                .matcher(sql)
                .find();
    }
}

package dev.clm.bench;

import java.io.PrintStream;
import java.sql.SQLException;

/** After the load both databases must hold the same certificates: speed that loses rows is no speed. */
final class Agreement {
    private static final int TRIES = 150;
    private static final long PAUSE_MILLIS = 200;

    private Agreement() {}

    static void check(FloorDatabases databases, PrintStream out) throws SQLException, InterruptedException {
        String issued = "SELECT count(*) FROM certificates WHERE certificate_type NOT IN ('root', 'intermediate')";
        String found =
                "SELECT count(*) FROM certificate_metadata WHERE certificate_type NOT IN ('root', 'intermediate')";
        String secure = databases.text(FloorDatabases.SECURE, issued);
        String core = databases.text(FloorDatabases.CORE, found);
        for (int i = 0; i < TRIES && !core.equals(secure); i++) {
            Thread.sleep(PAUSE_MILLIS);
            core = databases.text(FloorDatabases.CORE, found);
        }
        out.printf(
                "Stored by the service: %s certificates in %s, %s in %s%n",
                secure, FloorDatabases.SECURE, core, FloorDatabases.CORE);
        if (!core.equals(secure)) {
            throw new IllegalStateException("the two databases do not agree");
        }
    }
}

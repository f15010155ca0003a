package dev.clm.common.failpoint;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills this process with SIGKILL the n-th time that a named point is reached: `CLM_FAIL_POINT=name` or `name:n`. Nothing is
 * flushed, no handler runs, which is what a crash test needs. What is to happen while the process runs, and to one organization's
 * work alone, stands in a {@link FailPointFolder}. The service refuses both settings in production.
 */
public final class FailPoint {
    public static final String VARIABLE = "CLM_FAIL_POINT";
    public static final String FOLDER_VARIABLE = "CLM_FAIL_POINT_FOLDER";

    private static final String NAME = name(System.getenv(VARIABLE));
    private static final AtomicInteger REMAINING = new AtomicInteger(count(System.getenv(VARIABLE)));
    private static final FailPointFolder FOLDER = FailPointFolder.named(System.getenv(FOLDER_VARIABLE));

    private FailPoint() {}

    public static void reach(String point) {
        if (NAME != null && NAME.equals(point) && REMAINING.decrementAndGet() == 0) {
            killThisProcess();
        }
    }

    /** `scope` is whose work passes the point: an organization's id. */
    public static void reach(String point, Object scope) {
        if (FOLDER != null) {
            FOLDER.pass(point + "@" + scope);
        }
        reach(point);
    }

    static void killThisProcess() {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
            while (kill.isAlive()) {
                LockSupport.parkNanos(1_000_000L);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(137);
        }
        Runtime.getRuntime().halt(137);
    }

    private static String name(String setting) {
        return setting == null || setting.isBlank() ? null : setting.split(":", 2)[0];
    }

    private static int count(String setting) {
        return setting == null || !setting.contains(":") ? 1 : Integer.parseInt(setting.split(":", 2)[1]);
    }
}

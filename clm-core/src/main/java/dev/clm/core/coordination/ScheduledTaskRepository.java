package dev.clm.core.coordination;

import dev.clm.core.database.CoreTransaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** Rows of scheduled_tasks, which are db-scheduler's, as far as a wrong clock left them dated ahead. */
public final class ScheduledTaskRepository {

    /** Jobs that are to run later than `latest` says run then. Each is given by its name; one that runs is left alone. */
    public int pullBack(CoreTransaction tx, Map<String, Instant> latest) {
        String[] names = latest.keySet().toArray(String[]::new);
        return tx.dsl()
                .execute(
                        "update scheduled_tasks t set execution_time = p.latest, version = t.version + 1"
                                + " from unnest(?, ?::timestamptz[]) as p (name, latest) where t.task_name = p.name"
                                + " and not t.picked and t.execution_time > p.latest + interval '1 second'",
                        names,
                        Arrays.stream(names)
                                .map(name -> latest.get(name).toString())
                                .toArray(String[]::new));
    }

    /** A heartbeat that lies ahead would keep a dead instance's job from ever being taken over; one that lives renews it. */
    public int dateBackHeartbeats(CoreTransaction tx) {
        return tx.dsl()
                .execute("update scheduled_tasks set last_heartbeat = now()"
                        + " where picked and last_heartbeat > now() + interval '1 minute'");
    }
}

package dev.clm.api.coordination.sweep;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.SettingsException;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * `CLM_INTEGRITY_…`: the sweep of both databases.
 *
 * @param grace how long a fault must have stood before it counts as one
 * @param schedule when to sweep, in UTC
 */
public record SweepSettings(Duration grace, CronSchedule schedule) {

    public static SweepSettings of(EnvironmentVariables environment) {
        return new SweepSettings(
                environment.duration("CLM_INTEGRITY_GRACE", Duration.ofMinutes(15)), schedule(environment));
    }

    private static CronSchedule schedule(EnvironmentVariables environment) {
        try {
            return new CronSchedule(environment.text("CLM_INTEGRITY_SCHEDULE", "0 17 3 * * *"), ZoneOffset.UTC);
        } catch (IllegalArgumentException e) {
            throw SettingsException.of(
                    "CLM_INTEGRITY_SCHEDULE", "must be a cron expression of six fields, seconds first, or - for never");
        }
    }
}

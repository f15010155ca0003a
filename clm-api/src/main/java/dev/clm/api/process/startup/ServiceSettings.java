package dev.clm.api.process.startup;

import dev.clm.api.certificate.revocation.RevocationSettings;
import dev.clm.api.certificate.status.StatusSettings;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.Settings;
import dev.clm.api.config.SettingsException;
import dev.clm.api.coordination.cascade.CascadeSettings;
import dev.clm.api.coordination.clock.ClockSettings;
import dev.clm.api.coordination.restore.CheckpointSettings;
import dev.clm.api.coordination.sweep.SweepSettings;
import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import dev.clm.api.key.keyrotation.RotationPace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.context.support.GenericApplicationContext;

/** The settings of every room, read once and checked together before anything is made of them. */
public final class ServiceSettings {
    private static final List<Function<EnvironmentVariables, Record>> ROOMS = List.of(
            Settings::of,
            SweepSettings::of,
            CheckpointSettings::of,
            ClockSettings::of,
            CascadeSettings::of,
            RevocationSettings::of,
            StatusSettings::of,
            EncryptionKeySettings::of,
            RotationPace::of);

    private final Map<Class<?>, Record> rooms;

    private final Set<String> ignored;

    private ServiceSettings(Map<Class<?>, Record> rooms, Set<String> ignored) {
        this.rooms = rooms;
        this.ignored = ignored;
    }

    public static ServiceSettings ofProcess() {
        return of(EnvironmentVariables.ofProcess());
    }

    /** Says at once what each room finds wrong. */
    public static ServiceSettings of(EnvironmentVariables environment) {
        Map<Class<?>, Record> rooms = new LinkedHashMap<>();
        List<SettingsException> faults = new ArrayList<>();
        for (Function<EnvironmentVariables, Record> room : ROOMS) {
            try {
                Record settings = room.apply(environment);
                rooms.put(settings.getClass(), settings);
            } catch (SettingsException fault) {
                faults.add(fault);
            }
        }
        if (faults.isEmpty()) {
            environment.refuseUnknown();
            return new ServiceSettings(rooms, environment.links());
        }
        throw SettingsException.all(faults);
    }

    /** Those of the whole process. */
    public Settings process() {
        return of(Settings.class);
    }

    /** Variables that look like settings and come from Kubernetes. */
    public Set<String> ignored() {
        return ignored;
    }

    /** Those of one room. */
    public <R extends Record> R of(Class<R> room) {
        return room.cast(rooms.get(room));
    }

    void registerIn(GenericApplicationContext beans) {
        rooms.values().forEach(settings -> register(beans, settings.getClass(), settings));
    }

    private static <R extends Record> void register(GenericApplicationContext beans, Class<R> type, Record settings) {
        beans.registerBean(type, () -> type.cast(settings));
    }
}

package dev.clm.api.oversight.metrics;

import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyCountRepository;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.RotationState;
import dev.clm.secure.key.privatekey.PrivateKeyCountRepository;
import dev.clm.secure.key.privatekey.PrivateKeyCountRepository.PrivateKeyCounts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Private keys, the data keys that seal them, and the rotations of those. */
@Configuration(proxyBeanMethods = false)
public class KeyMetrics {
    private static final int ATTEMPTS = 3;

    /** Data keys, and rotations: how many are in which state, and how many fail again and again. */
    record KeyStates(Map<KeyPurpose, Map<String, Long>> dataKeys, Map<RotationState, Long> rotations, int failing) {
        static KeyStates count(SecureTransaction tx) {
            KeyRotationRepository rotations = new KeyRotationRepository();
            return new KeyStates(
                    new DataKeyCountRepository().count(tx),
                    rotations.countByState(tx),
                    rotations.countFailing(tx, ATTEMPTS));
        }
    }

    @Bean
    Figures<KeyStates> keyFigures(
            SecureDatabase secure, @Qualifier("steadyClock") Clock steadyClock, MeterRegistry meters) {
        Figures<KeyStates> figures =
                new Figures<>("keys", steadyClock, meters, Figures.countedIn(secure, KeyStates::count));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (String status : DataKeyCountRepository.STATES) {
                figures.gauge(
                        "clm.data.keys",
                        keys -> keys.dataKeys().get(purpose).get(status),
                        "purpose",
                        purpose.code(),
                        "status",
                        status);
            }
        }
        for (RotationState state : RotationState.values()) {
            figures.gauge(
                    "clm.key.rotations",
                    keys -> keys.rotations().get(state),
                    "state",
                    state.name().toLowerCase(Locale.ROOT));
        }
        return figures.gauge("clm.key.rotations.failing", KeyStates::failing);
    }

    @Bean
    Figures<PrivateKeyCounts> privateKeyFigures(
            SecureDatabase secure, @Qualifier("steadyClock") Clock steadyClock, MeterRegistry meters) {
        Figures<PrivateKeyCounts> figures = new Figures<>(
                "private_keys", steadyClock, meters, Figures.countedIn(secure, new PrivateKeyCountRepository()::count));
        Map<String, ToLongFunction<PrivateKeyCounts>> states = Map.of(
                "in_use", PrivateKeyCounts::inUse,
                "quarantined", PrivateKeyCounts::quarantined,
                "deleted", PrivateKeyCounts::deleted,
                "destroyed", PrivateKeyCounts::destroyed);
        states.forEach((status, count) -> figures.gauge("clm.private.keys", count::applyAsLong, "status", status));
        return figures;
    }
}

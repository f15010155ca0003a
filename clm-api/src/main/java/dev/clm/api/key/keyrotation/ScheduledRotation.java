package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Starts rotations that are due (rotation_schedule_days, next_rotation_at), where the new key takes over the schedule, and those
 * of compromised keys that had to wait for another.
 */
@Service
public class ScheduledRotation {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledRotation.class);
    private static final int AT_ONCE = 100;

    private final SecureDatabase secure;
    private final EncryptionKeyRepository keys;
    private final StartRotation start;

    public ScheduledRotation(SecureDatabase secure, EncryptionKeyRepository keys, StartRotation start) {
        this.secure = secure;
        this.keys = keys;
        this.start = start;
    }

    public void startDue() {
        List<EncryptionKey> due = secure.inServiceRole("find data keys of all tenants that are due", tx -> {
            keys.scheduleUndated(tx);
            return keys.findDue(tx, AT_ONCE);
        });
        due.forEach(key -> start(key, RotationType.SCHEDULED, "the schedule of the key"));
        secure.inServiceRole(
                        "find compromised keys of all tenants that no rotation moves rows from",
                        tx -> keys.findCompromised(tx, AT_ONCE))
                .forEach(key -> start(key, RotationType.COMPROMISE, "the key was reported as compromised"));
    }

    /** One that cannot be rotated now stays due. */
    private void start(EncryptionKey key, RotationType type, String reason) {
        try {
            Actor system = Actor.system(key.organizationId());
            start.start(RotationRequest.of(system, key.id(), type, reason), started -> Optional.empty());
        } catch (ClmException refused) {
            LOG.debug("the rotation of key {} that is due was not started: {}", key.keyId(), refused.getMessage());
        }
    }
}

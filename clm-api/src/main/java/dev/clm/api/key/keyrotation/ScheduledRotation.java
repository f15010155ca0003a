package dev.clm.api.key.keyrotation;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
        int dated = secure.inServiceRole("date the rotations of all tenants' data keys", keys::scheduleUndated);
        LOG.debug("{} keys were given the date of their next rotation", dated);
        inPages(
                "find compromised keys of all tenants that no rotation moves rows from",
                keys::findCompromised,
                key -> start(key, RotationType.COMPROMISE, "the key was reported as compromised"));
        inPages(
                "find data keys of all tenants that are due",
                keys::findDue,
                key -> start(key, RotationType.SCHEDULED, "the schedule of the key"));
    }

    /** All of them, however many cannot be rotated now: none may keep others from their turn. */
    private void inPages(String reason, Page page, Consumer<EncryptionKey> each) {
        EncryptionKey last = null;
        List<EncryptionKey> found;
        do {
            EncryptionKey after = last;
            found = secure.inServiceRole(reason, tx -> page.after(tx, after, AT_ONCE));
            for (EncryptionKey key : found) {
                each.accept(key);
                last = key;
            }
        } while (found.size() == AT_ONCE);
    }

    @FunctionalInterface
    private interface Page {
        List<EncryptionKey> after(SecureTransaction tx, EncryptionKey last, int limit);
    }

    /** One that cannot be rotated now stays due, and is no matter to the others. */
    private void start(EncryptionKey key, RotationType type, String reason) {
        try {
            Actor system = Actor.system(key.organizationId());
            start.start(RotationRequest.of(system, key.id(), type, reason), started -> Optional.empty());
        } catch (ClmException refused) {
            LOG.debug("the rotation of key {} that is due was not started: {}", key.keyId(), refused.getMessage());
        } catch (RuntimeException failure) {
            if (!Outage.tells(failure)) {
                LOG.warn("the rotation of key {} that is due was not started", key.keyId(), failure);
            }
        }
    }
}

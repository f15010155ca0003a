package dev.clm.secure.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionAllowance;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Steps 2 and 3 of a rotation, batch by batch, as one of any number of workers. A batch is one transaction of the tenant: rows
 * are locked, re-encrypted in memory and updated together with their key id. A worker that dies lets its rows go with its
 * connection. The numbers are those of docs/KEY-ROTATION.md.
 */
public final class ReEncryption {
    static final int LARGEST_BATCH = 1_000;
    private static final int BATCHES_A_SECOND = 4;

    private final SecureDatabase database;
    private final PrivateKeyVault vault;
    private final ReEncryptionRepository rows = new ReEncryptionRepository();
    private final RotationStateRepository states = new RotationStateRepository();

    public ReEncryption(SecureDatabase database, PrivateKeyVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /**
     * Works until no row is left that this worker could take, or the rotation is paused, turned or ended. Once around more
     * than needed, because rows may have been added behind it.
     */
    public void work(KeyRotation rotation) {
        unlessStopped(() -> workUntilDone(rotation));
    }

    private void workUntilDone(KeyRotation rotation) {
        vault.load(rotation.organizationId(), rotation.sourceKeyId(), rotation.targetKeyId());
        UUID after = null;
        EncryptionAllowance allowance = allowance(rotation);
        while (!Thread.currentThread().isInterrupted()) {
            waitForTurn(rotation);
            UUID last = batch(rotation, after, allowance);
            allowance = allowance.left() == 0 ? allowance(rotation) : allowance;
            if (last == null && after == null) {
                return;
            }
            after = last;
        }
    }

    private static void unlessStopped(Runnable work) {
        try {
            work.run();
        } catch (ClmException stopped) {
            if (stopped.code() != ErrorCode.STATE_CONFLICT) {
                throw stopped;
            }
        }
    }

    /** Step 3 for certificates that name the key. */
    public void moveCertificates(KeyRotation rotation) {
        unlessStopped(() -> {
            int moved;
            do {
                moved = database.inTransaction(rotation.organizationId(), tx -> moveCertificates(tx, rotation));
            } while (moved == LARGEST_BATCH);
        });
    }

    private int moveCertificates(SecureTransaction tx, KeyRotation rotation) {
        int moved = rows.moveCertificates(tx, rotation, LARGEST_BATCH);
        if (moved > 0) {
            count(tx, rotation, 0, 0);
        }
        return moved;
    }

    /** Before a rotation is resumed or turned: its quarantined rows are tried again. */
    public void releaseQuarantined(SecureTransaction tx, UUID rotationId) {
        rows.releaseQuarantined(tx, rotationId);
    }

    /** The id of the batch's last row; null where there was none to take. */
    private UUID batch(KeyRotation rotation, UUID after, EncryptionAllowance allowance) {
        UUID last = database.inTransaction(rotation.organizationId(), tx -> {
            List<SealedPrivateKey> locked = rows.lockNext(tx, rotation, after, allowance.left());
            if (locked.isEmpty()) {
                return null;
            }
            FailPoint.reach("rotation.2.before", rotation.organizationId());
            move(tx, rotation, locked, allowance);
            FailPoint.reach("rotation.3.within", rotation.organizationId());
            return locked.get(locked.size() - 1).id();
        });
        if (last != null) {
            FailPoint.reach("rotation.3.after", rotation.organizationId());
        }
        return last;
    }

    private void move(
            SecureTransaction tx, KeyRotation rotation, List<SealedPrivateKey> locked, EncryptionAllowance allowance) {
        List<SealedPrivateKey> reEncrypted = new ArrayList<>(locked.size());
        List<SealedPrivateKey> unusable = new ArrayList<>();
        for (SealedPrivateKey row : locked) {
            try {
                reEncrypted.add(vault.reEncrypt(row, rotation.targetKeyId(), allowance));
            } catch (ClmException refused) {
                KeyUnusable.orRethrow(refused);
                unusable.add(row);
            }
        }
        FailPoint.reach("rotation.2.after", rotation.organizationId());
        FailPoint.reach("rotation.3.before", rotation.organizationId());
        if (rows.move(tx, rotation, reEncrypted) != reEncrypted.size()) {
            throw new IllegalStateException("a locked row of rotation " + rotation.id() + " was not updated");
        }
        if (!unusable.isEmpty()) {
            rows.quarantine(tx, rotation, unusable);
        }
        count(tx, rotation, reEncrypted.size(), unusable.size());
    }

    private void count(SecureTransaction tx, KeyRotation rotation, int done, int failed) {
        if (!states.advance(tx, rotation, done, failed)) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the rotation was paused, turned or ended");
        }
    }

    /** A full batch, or what seems to be left: set aside is counted as used. */
    private EncryptionAllowance allowance(KeyRotation rotation) {
        RotationProgress progress = rotation.progress();
        long left = Math.max(1, progress.total() - progress.done() - progress.failed());
        return vault.setAside(
                rotation.organizationId(), rotation.targetKeyId(), (int) Math.min(batchSize(rotation), left));
    }

    private void waitForTurn(KeyRotation rotation) {
        if (rotation.rowsPerSecond() == null) {
            return;
        }
        Duration wait = database.inTransaction(
                rotation.organizationId(), tx -> rows.reserve(tx, rotation, batchSize(rotation)));
        LockSupport.parkNanos(wait.toNanos());
    }

    /** Small enough under a throttle that a pause takes hold soon. */
    private static int batchSize(KeyRotation rotation) {
        return rotation.rowsPerSecond() == null
                ? LARGEST_BATCH
                : Math.max(1, Math.min(LARGEST_BATCH, rotation.rowsPerSecond() / BATCHES_A_SECOND));
    }
}

package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureTransaction;
import java.util.Optional;

/**
 * The rows of the two master keys around a rotation: first the next one becomes active and wraps whatever is new, last the
 * old one is retired. In between the old row is `rotating`, and both keys are needed.
 */
public final class MasterKeySuccession {
    private final MasterKeys keys;
    private final MasterKeyRepository rows = new MasterKeyRepository();

    public MasterKeySuccession(MasterKeys keys) {
        this.keys = keys;
    }

    /** @param begunBefore whether an earlier run had begun it */
    public record Step(MasterKeyRow from, MasterKeyRow to, boolean begunBefore) {}

    /** One that was begun and is not done. */
    public Optional<Step> unfinished(SecureTransaction tx) {
        return rows.find(tx, "rotating").map(from -> new Step(from, active(tx), true));
    }

    /** What begin would do; changes nothing. */
    public Step preview(SecureTransaction tx) {
        return unfinished(tx).map(this::requireBoth).orElseGet(() -> {
            MasterKey next = requireNext();
            MasterKeyRow from = active(tx);
            requireNotActive(from, next);
            return new Step(from, rowOf(tx, next), false);
        });
    }

    /** Waits for transactions that wrap under the old key, so that all their data keys are found later. */
    public Step begin(SecureTransaction tx) {
        rows.lockExclusive(tx);
        Step step = preview(tx);
        if (step.begunBefore()) {
            return step;
        }
        boolean kept = "retired".equals(step.to().status());
        if (!rows.changeStatus(tx, step.from().id(), "active", "rotating")) {
            throw conflict("another rotation of the master key was quicker");
        }
        if (!kept) {
            rows.insertIfNone(tx, step.to());
        } else if (!rows.changeStatus(tx, step.to().id(), "retired", "active")) {
            throw conflict("the next master key's row cannot be made active again");
        }
        return new Step(step.from(), active(tx), false);
    }

    /** Answers false where it was finished elsewhere. The database refuses while a data key is wrapped by the old one. */
    public boolean finish(SecureTransaction tx, Step step) {
        rows.lockExclusive(tx);
        return rows.changeStatus(tx, step.from().id(), "rotating", "retired");
    }

    /** A key that served before has its row still. */
    private MasterKeyRow rowOf(SecureTransaction tx, MasterKey next) {
        Optional<MasterKeyRow> earlier = rows.findByKeyId(tx, next.keyId());
        if (earlier.isPresent() && !KeyCheckValue.proves(earlier.get(), next)) {
            throw conflict("a row with the next master key's id exists and does not open with it");
        }
        return earlier.orElseGet(() -> KeyCheckValue.newRow(Identifiers.next(), next));
    }

    private Step requireBoth(Step unfinished) {
        if (keys.find(unfinished.from().keyId()).isEmpty()
                || keys.find(unfinished.to().keyId()).isEmpty()) {
            throw conflict("an unfinished rotation needs " + unfinished.from().keyId() + " and "
                    + unfinished.to().keyId() + ", and this instance was not given both");
        }
        return unfinished;
    }

    private MasterKey requireNext() {
        return keys.next()
                .orElseThrow(() -> conflict("no next master key is configured: set one of CLM_NEXT_MASTER_KEY_FILE,"
                        + " CLM_NEXT_MASTER_KEY, CLM_NEXT_MASTER_KEY_PKCS12, CLM_NEXT_MASTER_KEY_PKCS11"));
    }

    private static void requireNotActive(MasterKeyRow active, MasterKey next) {
        if (active.keyId().equals(next.keyId())) {
            throw conflict("the next master key, " + next.keyId() + ", is the one in use already");
        }
    }

    private MasterKeyRow active(SecureTransaction tx) {
        return rows.findActive(tx).orElseThrow(() -> conflict("the database has no active master key"));
    }

    private static ClmException conflict(String detail) {
        return ClmException.of(ErrorCode.STATE_CONFLICT, detail);
    }
}

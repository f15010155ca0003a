package dev.clm.secure.key.encryptionkey;

/**
 * Every change of a data key's status (docs/KEY-ROTATION.md, "States"; requirement K6). Nothing else changes one but its
 * destruction, and the triggers of the database hold the same.
 */
public enum KeyTransition {
    /** A successor takes the active key's place. */
    ROTATE(KeyStatus.ACTIVE, KeyStatus.ROTATING),
    /** A rollback makes it active again; never a compromised one. */
    RETURN(KeyStatus.ROTATING, KeyStatus.ACTIVE),
    /** Nothing refers to it any more. */
    RETIRE(KeyStatus.ROTATING, KeyStatus.RETIRED),
    /** It was compromised, whenever that was told. */
    REVOKE(KeyStatus.RETIRED, KeyStatus.REVOKED);

    private final KeyStatus from;
    private final KeyStatus to;

    KeyTransition(KeyStatus from, KeyStatus to) {
        this.from = from;
        this.to = to;
    }

    public KeyStatus from() {
        return from;
    }

    public KeyStatus to() {
        return to;
    }

    /** Whether a key that is to be destroyed still makes it. */
    boolean isForDoomedKeys() {
        return this == REVOKE;
    }

    boolean isForCompromisedKeys() {
        return this != RETURN;
    }

    public boolean applies(EncryptionKey key) {
        return key.keyStatus() == from
                && (key.destructionState() == null || isForDoomedKeys())
                && (key.compromisedAt() == null || isForCompromisedKeys());
    }
}

package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;

/** A use of a private key that {@link PrivateKeyUses}, and nothing else, has decided on. Without one the vault lends no key. */
public final class KeyUse {
    private final SealedPrivateKey key;
    private final AccessDecision decision;

    KeyUse(SealedPrivateKey key, AccessDecision decision) {
        this.key = key;
        this.decision = decision;
    }

    /** @throws ClmException FORBIDDEN, with the reason, where the use is not allowed */
    SealedPrivateKey orRefuse() {
        decision.orRefuse();
        return key;
    }
}

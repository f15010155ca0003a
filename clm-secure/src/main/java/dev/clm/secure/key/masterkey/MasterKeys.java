package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The master keys that this process was given: the one in use and, around a rotation, the next. Which of them wraps is written in
 * the database ({@link ActiveMasterKey}); either may unwrap, so that work goes on while data keys are rewrapped. The context, or
 * the command that loaded them, owns and closes them after all that unwraps has ended. Any thread may ask.
 */
public final class MasterKeys implements AutoCloseable {
    private final MasterKey current;
    private final Optional<MasterKey> next;

    public MasterKeys(MasterKey current, Optional<MasterKey> next) {
        this.current = current;
        this.next = next.filter(key -> !key.keyId().equals(current.keyId()));
    }

    public static MasterKeys of(MasterKey only) {
        return new MasterKeys(only, Optional.empty());
    }

    public MasterKey current() {
        return current;
    }

    /** `CLM_NEXT_MASTER_KEY…`, unless it is the current one. */
    public Optional<MasterKey> next() {
        return next;
    }

    public Optional<MasterKey> find(String keyId) {
        return all().stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    /** By whichever of them wrapped it; one uniform error where none did (K1). */
    public AesKey unwrap(byte[] wrapped, AssociatedData bound) {
        for (MasterKey key : all()) {
            try {
                return key.unwrap(wrapped, bound);
            } catch (ClmException notThisOne) {
                // The tag decides, not a guess: what the other key wrapped does not open.
                continue;
            }
        }
        throw KeyUnusable.uniform();
    }

    @Override
    public void close() {
        all().forEach(MasterKey::close);
    }

    private List<MasterKey> all() {
        return Stream.concat(Stream.of(current), next.stream()).toList();
    }
}

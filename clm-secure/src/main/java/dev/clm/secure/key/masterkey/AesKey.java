package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A 256-bit AES key in memory that can really be destroyed (the JDK's SecretKeySpec cannot) and never shows its bytes (K5). Who made
 * it owns and destroys it: a ring's data key, or the code that wraps it. Any thread may use it; once destroyed it encrypts nothing.
 */
public final class AesKey implements SecretKey {
    private static final long serialVersionUID = 1L;
    static final int BYTES = 32;

    private final transient byte[] raw;
    private transient boolean destroyed;

    private AesKey(byte[] raw) {
        this.raw = raw;
    }

    /** Keeps the given array and zeroes it when destroyed; a wrong length is zeroed and refused at once. */
    public static AesKey takeOwnershipOf(byte[] raw) {
        if (raw.length != BYTES) {
            Arrays.fill(raw, (byte) 0);
            throw KeyUnusable.uniform();
        }
        return new AesKey(raw);
    }

    public static AesKey generate(SecureRandom random) {
        byte[] raw = new byte[BYTES];
        random.nextBytes(raw);
        return new AesKey(raw);
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /**
     * A copy for the cipher, which zeroes it. Never one of a key half destroyed: zeroes would encrypt as any key does. Who
     * was at work with a key that left memory meanwhile is told to repeat the request.
     */
    @Override
    public synchronized byte[] getEncoded() {
        if (destroyed) {
            throw ClmException.of(ErrorCode.UNAVAILABLE, "a key left memory meanwhile; repeat the request");
        }
        return raw.clone();
    }

    @Override
    public synchronized void destroy() {
        destroyed = true;
        Arrays.fill(raw, (byte) 0);
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "AES-256 key";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("keys are not serialised");
    }
}

package dev.clm.pki.publickey;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One public key of each kind, to judge a certificate by whose key is not made yet. No certificate is ever issued for one: its
 * private half is dropped as it is made. Safe for any number of threads.
 */
public final class SampleKeys {
    private final Map<KeySpec, SubjectPublicKey> made = new ConcurrentHashMap<>();

    public SubjectPublicKey of(KeySpec spec) {
        return made.computeIfAbsent(
                spec, wanted -> SubjectKeyGenerator.generate(wanted).publicKey());
    }
}

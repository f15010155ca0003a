package dev.clm.pki.publickey;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The provider, passed explicitly where it is wanted: registering it would change what the rest of the process uses. */
public final class BouncyCastle {
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}

    public static Provider provider() {
        return PROVIDER;
    }
}

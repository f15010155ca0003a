package dev.clm.secure.key.masterkey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;

/** A master key in a PKCS#12 key store that only its owner can read, as `keytool -genseckey -keyalg AES -keysize 256` makes one. */
final class Pkcs12MasterKey {
    private static final int MAX_BYTES = 1 << 20;

    private Pkcs12MasterKey() {}

    /** The only secret key of the store where no alias is named; zeroes the password. */
    static MasterKey readAndErase(Path file, String setting, char[] password, Optional<String> alias) {
        byte[] content = new OwnersFile(file, setting).read(MAX_BYTES);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            Key key = store.getKey(KeyStoreAlias.choose(store, alias, setting), password);
            byte[] raw = key.getEncoded();
            if (raw.length != AesKey.BYTES) {
                Arrays.fill(raw, (byte) 0);
                throw new MasterKeyException(setting + ": the key is no AES key of 256 bits");
            }
            return MasterKey.takeOwnershipOf(raw);
        } catch (IOException | GeneralSecurityException e) {
            // Without the cause: which of the two is wrong is all that may be told.
            throw new MasterKeyException(setting + ": " + file + " is no PKCS#12 key store, or the password is wrong");
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(password, '\0');
        }
    }
}

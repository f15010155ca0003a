package dev.clm.secure.key.masterkey;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which entry of a key store is the master key: the one that is named, or the only secret key there is. */
final class KeyStoreAlias {
    private KeyStoreAlias() {}

    static String choose(KeyStore store, Optional<String> named, String setting) throws KeyStoreException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.SecretKeyEntry.class)) {
                keys.add(alias);
            }
        }
        if (named.isPresent() && keys.contains(named.get())) {
            return named.get();
        }
        if (named.isPresent()) {
            throw new MasterKeyException(setting + "_ALIAS names no secret key there");
        }
        if (keys.size() != 1) {
            throw new MasterKeyException(
                    setting + " holds " + keys.size() + " secret keys; name one with " + setting + "_ALIAS");
        }
        return keys.get(0);
    }
}

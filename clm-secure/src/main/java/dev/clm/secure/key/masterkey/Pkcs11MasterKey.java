package dev.clm.secure.key.masterkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * A master key in a PKCS#11 token, which it never leaves: the token itself encrypts and decrypts data keys with AES-GCM.
 * Configured by a file for the JDK's SunPKCS11 provider.
 */
final class Pkcs11MasterKey {
    private static final byte[] KEY_ID_BLOCK = "clm master key 1".getBytes(StandardCharsets.US_ASCII);

    private Pkcs11MasterKey() {}

    /** Zeroes the pin. */
    static MasterKey openAndErase(Path configuration, String setting, char[] pin, Optional<String> alias) {
        try {
            Provider token = provider(configuration);
            KeyStore store = KeyStore.getInstance("PKCS11", token);
            store.load(null, pin);
            SecretKey key = (SecretKey) store.getKey(KeyStoreAlias.choose(store, alias, setting), null);
            return new MasterKey(keyId(key, token), key, token);
        } catch (InvalidKeyException e) {
            throw new MasterKeyException(setting + ": the key is no AES key of 256 bits", e);
        } catch (IOException | GeneralSecurityException | ProviderException | InvalidParameterException e) {
            throw new MasterKeyException(
                    setting + ": the token cannot be opened: " + e.getClass().getSimpleName(), e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static Provider provider(Path configuration) {
        Provider prototype = Security.getProvider("SunPKCS11");
        if (prototype == null) {
            throw new MasterKeyException("this Java runtime has no SunPKCS11 provider (module jdk.crypto.cryptoki)");
        }
        return prototype.configure(configuration.toAbsolutePath().toString());
    }

    /**
     * From one encrypted block that is never used otherwise, since a token computes no HMAC with an AES key; hashed, so that
     * not even that block is known.
     */
    private static String keyId(SecretKey key, Provider token) throws GeneralSecurityException {
        requireLength(key);
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", token);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(cipher.doFinal(KEY_ID_BLOCK));
        return "master-" + HexFormat.of().formatHex(digest, 0, MasterKey.KEY_ID_BYTES);
    }

    /**
     * The token tells a key's length, and the provider tells it on in the key's description alone: in bits, or, of a key that it
     * found in the token, in bytes (JDK 17). No AES key has 32 bits, so both can be told apart.
     */
    private static void requireLength(SecretKey key) throws InvalidKeyException {
        String description = key.toString();
        if (!description.contains(" 256 bits") && !description.contains(" 32 bits")) {
            throw new InvalidKeyException("not 256 bits");
        }
    }
}

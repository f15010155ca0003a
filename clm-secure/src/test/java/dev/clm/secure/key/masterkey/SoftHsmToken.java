package dev.clm.secure.key.masterkey;

import dev.clm.secure.key.Judge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** A SoftHSM2 token (Debian package softhsm2), one for the process: the module reads its configuration once. */
final class SoftHsmToken {
    static final String PIN = "987654";
    private static final String VARIABLE = "SOFTHSM2_CONF";
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));

    private static SoftHsmToken shared;

    private final Path configuration;
    private final Path pin;

    private SoftHsmToken(Path module) throws IOException {
        Path folder = Path.of(System.getenv(VARIABLE)).getParent();
        String label = UUID.randomUUID().toString().substring(0, 18);
        Path tokens = Files.createDirectories(folder.resolve(label));
        Files.writeString(Path.of(System.getenv(VARIABLE)), "directories.tokendir = " + tokens + "\n");
        run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678");
        this.pin = Files.writeString(folder.resolve("pin"), PIN + "\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        this.configuration = Files.writeString(folder.resolve("pkcs11.cfg"), """
                name = clm
                library = %s
                slotListIndex = 0
                attributes(generate, CKO_SECRET_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                }
                """.formatted(module));
    }

    /** Skips the test on a desk without SoftHSM2. */
    static synchronized SoftHsmToken sharedOrSkip() throws IOException {
        Judge.require("softhsm2-util", "softhsm2");
        if (shared == null) {
            shared = new SoftHsmToken(
                    MODULES.stream().filter(Files::exists).findFirst().orElseThrow());
        }
        return shared;
    }

    /** A new AES key that never leaves the token. */
    SecretKey generate(String alias, int bits) throws IOException, GeneralSecurityException {
        Provider provider = Security.getProvider("SunPKCS11").configure(configuration.toString());
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, PIN.toCharArray());
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(bits);
        SecretKey key = generator.generateKey();
        store.setKeyEntry(alias, key, null, null);
        return key;
    }

    Map<String, String> environment(String prefix, String alias) {
        return Map.of(
                prefix + "_PKCS11", configuration.toString(),
                prefix + "_PKCS11_PIN_FILE", pin.toString(),
                prefix + "_PKCS11_ALIAS", alias);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

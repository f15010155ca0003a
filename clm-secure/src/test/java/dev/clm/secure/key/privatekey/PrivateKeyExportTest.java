package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.secure.key.Judge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("K5")
class PrivateKeyExportTest {
    private static final String PASSPHRASE = "pässphrase 12";
    private static KeyPair pair;
    private static List<X509CertificateHolder> chain;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeChain() throws Exception {
        pair = PrivateKeyUseTest.generate("EC", "secp256r1");
        chain = List.of(certificate(pair, "CN=leaf", 1), certificate(pair, "CN=issuer", 2));
    }

    @Test
    void opensslOpensThePkcs8File() throws Exception {
        Judge.require("openssl", "openssl");
        String pem = PrivateKeyExport.pkcs8(
                pair.getPrivate().getEncoded(), Passphrase.takeOwnershipOf(PASSPHRASE.toCharArray()));
        Path file = Files.writeString(folder.resolve("key.pem"), pem);

        String der =
                run("openssl", "pkey", "-in", file.toString(), "-passin", "pass:" + PASSPHRASE, "-check", "-noout");
        String parsed = run("openssl", "asn1parse", "-in", file.toString());

        assertThat(der).contains("Key is valid");
        assertThat(parsed).contains("PBES2", "PBKDF2", "hmacWithSHA256", ":0927C0", "aes-256-cbc");
    }

    @Test
    void opensslOpensThePkcs12FileWithItsChain() throws Exception {
        Judge.require("openssl", "openssl");
        Path file = Files.write(folder.resolve("key.p12"), pkcs12(PASSPHRASE));

        String shown =
                run("openssl", "pkcs12", "-in", file.toString(), "-info", "-nodes", "-passin", "pass:" + PASSPHRASE);

        assertThat(shown)
                .contains("MAC: sha256, Iteration 600000")
                .contains("PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256")
                .contains("BEGIN PRIVATE KEY", "CN = leaf", "CN = issuer", "friendlyName: leaf");
    }

    @Test
    void javaOpensThePkcs12FileWithItsChain() throws Exception {
        // Java's key store takes ASCII only.
        String ascii = "passphrase 12";
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(pkcs12(ascii)), ascii.toCharArray());

        assertThat(store.getKey("leaf", ascii.toCharArray()).getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
        assertThat(store.getCertificate("leaf").getEncoded())
                .isEqualTo(chain.get(0).getEncoded());
    }

    @Test
    void aWrongPassphraseDoesNotOpenIt() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        byte[] file = pkcs12(PASSPHRASE);

        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(file), "another one".toCharArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aShortPassphraseIsRefusedAndZeroed() {
        char[] given = "elevenchars".toCharArray();

        assertThatThrownBy(() -> Passphrase.takeOwnershipOf(given))
                .isInstanceOfSatisfying(
                        ClmException.class,
                        e -> assertThat(e.errors().get(0).field()).isEqualTo("passphrase"))
                .hasMessageNotContaining("eleven");
        assertThat(given).containsOnly('\0');
    }

    @Test
    void aPassphraseIsZeroedByCloseAndNeverShown() {
        char[] given = PASSPHRASE.toCharArray();
        Passphrase passphrase = Passphrase.takeOwnershipOf(given);

        passphrase.close();

        assertThat(given).containsOnly('\0');
        assertThat(passphrase.toString()).isEqualTo("Passphrase");
    }

    private static byte[] pkcs12(String text) {
        Passphrase passphrase = Passphrase.takeOwnershipOf(text.toCharArray());
        return PrivateKeyExport.pkcs12(pair.getPrivate().getEncoded(), chain, "leaf", passphrase);
    }

    private static X509CertificateHolder certificate(KeyPair pair, String subject, int serial) throws Exception {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        new X500Name("CN=issuer"),
                        BigInteger.valueOf(serial),
                        Date.from(now),
                        Date.from(now.plusSeconds(3600)),
                        new X500Name(subject),
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}

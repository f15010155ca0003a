package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.secure.key.Judge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
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
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSEncryptedData;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K5")
class PrivateKeyExportTest {
    private static final String PASSPHRASE = "pass~phrase 12";
    private static KeyPair pair;
    private static List<X509CertificateHolder> chain;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeChain() throws Exception {
        pair = PrivateKeyUseTest.generate("EC", "secp256r1");
        chain = List.of(certificate(pair, "CN=leaf", 1), certificate(pair, "CN=issuer", 2));
    }

    static Stream<String> passphrases() {
        return Stream.of(PASSPHRASE, "pässphrase\twith 🔑", "長".repeat(341), "x".repeat(1023));
    }

    @ParameterizedTest
    @MethodSource("passphrases")
    void opensslOpensThePkcs8File(String text) throws Exception {
        Judge.require("openssl", "openssl");
        String pem =
                PrivateKeyExport.pkcs8(pair.getPrivate().getEncoded(), Passphrase.takeOwnershipOf(text.toCharArray()));
        Path file = Files.writeString(folder.resolve("key.pem"), pem);
        Path secret = Files.writeString(folder.resolve("passphrase"), text);

        String opened = run("openssl", "pkey", "-in", file.toString(), "-passin", "file:" + secret, "-check", "-noout");
        String parsed = run("openssl", "asn1parse", "-in", file.toString());

        assertThat(opened).contains("Key is valid");
        assertThat(parsed).contains("PBES2", "PBKDF2", "hmacWithSHA256", ":0927C0", "aes-256-cbc");
        byte[] der = new PemReader(new StringReader(pem)).readPemObject().getContent();
        assertThat(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER))
                .isEqualTo(der);
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
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(pkcs12(PASSPHRASE)), PASSPHRASE.toCharArray());

        assertThat(store.getKey("leaf", PASSPHRASE.toCharArray()).getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
        assertThat(store.getCertificate("leaf").getEncoded())
                .isEqualTo(chain.get(0).getEncoded());
    }

    @Test
    void keytoolAndGnuTlsOpenThePkcs12File() throws Exception {
        Judge.require("certtool", "gnutls-bin");
        String file = Files.write(folder.resolve("key.p12"), pkcs12(PASSPHRASE)).toString();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

        assertThat(run(keytool, "-list", "-v", "-keystore", file, "-storepass", PASSPHRASE))
                .contains("PrivateKeyEntry", "CN=leaf");
        assertThat(run("certtool", "--p12-info", "--inder", "--infile", file, "--password", PASSPHRASE))
                .contains("PKCS #8 Encrypted key", "BEGIN CERTIFICATE");
    }

    @Test
    @Tag("RFC7292")
    void thePkcs12FileIsDerThroughout() throws Exception {
        byte[] file = pkcs12(PASSPHRASE);
        assertDer(file);
        PKCS12PfxPdu pfx = new PKCS12PfxPdu(file);
        assertThat(pfx.isMacValid(
                        new JcePKCS12MacCalculatorBuilderProvider().setProvider(new BouncyCastleProvider()),
                        PASSPHRASE.toCharArray()))
                .isTrue();
        assertDer(
                ASN1OctetString.getInstance(pfx.toASN1Structure().getAuthSafe().getContent())
                        .getOctets());
        assertDer(new CMSEncryptedData(ContentInfo.getInstance(pfx.getContentInfos()[0])).getContent(decryptor()));
        byte[] keys = ASN1OctetString.getInstance(pfx.getContentInfos()[1].getContent())
                .getOctets();
        assertDer(keys);
        SafeBag bag = SafeBag.getInstance(ASN1Sequence.getInstance(keys).getObjectAt(0));
        assertDer(new PKCS8EncryptedPrivateKeyInfo(EncryptedPrivateKeyInfo.getInstance(bag.getBagValue()))
                .decryptPrivateKeyInfo(decryptor())
                .getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässphrase 12", "passphrase\t12", "passphrase 12\u007f"})
    void aPassphraseThatJavaCannotReadIsRefusedForPkcs12(String text) {
        char[] given = text.toCharArray();
        Passphrase passphrase = Passphrase.takeOwnershipOf(given);

        assertThatThrownBy(passphrase::requirePrintableAscii)
                .isInstanceOfSatisfying(
                        ClmException.class,
                        e -> assertThat(e.errors().get(0).field()).isEqualTo("passphrase"))
                .hasMessageNotContaining("phrase 12");
        assertThat(given).containsOnly('\0');
    }

    @Test
    void aWrongPassphraseDoesNotOpenIt() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        byte[] file = pkcs12(PASSPHRASE);

        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(file), "another one".toCharArray()))
                .isInstanceOf(IOException.class);
    }

    static Stream<String> unusable() {
        return Stream.of(
                "elevenchars",
                "🔑".repeat(11),
                "elevenchars\0elevenchars",
                "elevenchars\nelevenchars",
                "elevenchars\r",
                "elevenchars\ud83delevenchars",
                "elevenchars\udd11",
                "x".repeat(1024),
                "長".repeat(342));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void aPassphraseThatOpensslCannotBeGivenIsRefusedAndZeroed(String text) {
        char[] given = text.toCharArray();

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

    private static void assertDer(byte[] bytes) throws IOException {
        assertThat(ASN1Primitive.fromByteArray(bytes).getEncoded(ASN1Encoding.DER))
                .isEqualTo(bytes);
    }

    private static InputDecryptorProvider decryptor() {
        return new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(PASSPHRASE.toCharArray());
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

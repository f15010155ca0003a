package dev.clm.api.crash;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A certificate to be issued under an idempotency key, from which its common name is made. Every second key comes in a CSR. */
record KeyedRequest(String key, String body) {
    static final String IN_CSR = "csr-";
    private static final String IN_SERVICE = "own-";
    private static final KeyPair CLIENT_KEY = keyPair();

    static KeyedRequest of(int number, UUID issuer) {
        return number % 2 == 0
                ? of(
                        IN_CSR + number,
                        "\"csr\":\"" + csr(commonName(IN_CSR + number)).replace("\n", "\\n") + "\"",
                        issuer)
                : of(
                        IN_SERVICE + number,
                        "\"subject\":{\"common_name\":\"" + commonName(IN_SERVICE + number)
                                + "\"},\"key\":{\"algorithm\":\"ECDSA\",\"curve\":\"P-256\"}",
                        issuer);
    }

    String commonName() {
        return commonName(key);
    }

    private static KeyedRequest of(String key, String members, UUID issuer) {
        return new KeyedRequest(
                key,
                "{" + members + ",\"subject_alternative_names\":[{\"type\":\"DNS\",\"value\":\"" + commonName(key)
                        + "\"}],\"certificate_type\":\"server\",\"validity_days\":30,\"issuer_id\":\"" + issuer
                        + "\"}");
    }

    private static String commonName(String key) {
        return key + ".crash.example";
    }

    private static String csr(String commonName) {
        try (StringWriter text = new StringWriter();
                JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(
                    new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + commonName), CLIENT_KEY.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(CLIENT_KEY.getPrivate())));
            pem.flush();
            return text.toString().replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

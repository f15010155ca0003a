package dev.clm.api.testing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.clm.pki.publickey.NativeSignatures;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A certificate signing request as a client makes it, without our own code. */
public record TestCsr(KeyPair key, byte[] der) {

    /** For one DNS name, with a new key. */
    public static TestCsr p256(String name) {
        return of("P-256", name);
    }

    /** `kind` is RSA-2048 and the like, the name of a curve, Ed25519 or Ed448. */
    public static TestCsr of(String kind, String name) {
        return of(newKey(kind), name);
    }

    public static TestCsr of(KeyPair key, String name) {
        return of(key, name, false);
    }

    /** Asks for CA:TRUE. */
    public static TestCsr forAnAuthority(String name) {
        return of(newKey("P-256"), name, true);
    }

    private static TestCsr of(KeyPair key, String name, boolean authority) {
        try {
            JcaContentSignerBuilder signer = new JcaContentSignerBuilder(signature(key));
            byte[] der = new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=" + name + ",O=Example"), key.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions(name, authority))
                    .build(signer.build(key.getPrivate()))
                    .getEncoded();
            return new TestCsr(key, der);
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    public String pem() {
        return pem(der);
    }

    public static String pem(byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject("CERTIFICATE REQUEST", der));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private static Extensions extensions(String name, boolean authority) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        if (authority) {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        return extensions.generate();
    }

    private static KeyPair newKey(String kind) {
        try {
            String algorithm = kind.startsWith("RSA") ? "RSA" : kind.startsWith("P-") ? "EC" : kind;
            // What makes no difference to the key, and 15 s to a large one.
            KeyPairGenerator generator = algorithm.equals("RSA") && NativeSignatures.available()
                    ? KeyPairGenerator.getInstance(algorithm, AmazonCorrettoCryptoProvider.INSTANCE)
                    : KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(Integer.parseInt(kind.substring(4)));
            } else if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(KeyPair key) {
        return switch (key.getPublic().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA384withECDSA";
            default -> ((EdECPublicKey) key.getPublic()).getParams().getName();
        };
    }
}

package dev.clm.bench;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests with P-256 keys, made before anything is measured, each with a key and a name of its own. */
final class CsrPool {
    private final byte[][] bodies;
    private final AtomicInteger next = new AtomicInteger();

    CsrPool(int size) throws Exception {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC", provider);
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        bodies = new byte[size][];
        for (int i = 0; i < size; i++) {
            bodies[i] = body(csr("host-" + i + ".bench.example", keys.generateKeyPair(), provider));
        }
    }

    /** The body of POST /api/v1/certificates for the next request of the pool, round and round. */
    byte[] nextBody() {
        return bodies[Math.floorMod(next.getAndIncrement(), bodies.length)];
    }

    private static byte[] csr(String name, KeyPair pair, BouncyCastleProvider provider) throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), pair.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(provider)
                        .build(pair.getPrivate()))
                .getEncoded();
    }

    private static byte[] body(byte[] csr) {
        String pem = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(csr)
                + "\n-----END CERTIFICATE REQUEST-----\n";
        return ("{\"csr\":\"" + pem.replace("\n", "\\n") + "\",\"certificate_type\":\"server\",\"validity_days\":90}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}

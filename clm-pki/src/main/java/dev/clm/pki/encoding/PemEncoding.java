package dev.clm.pki.encoding;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Textual encodings (RFC 7468) of what may be seen: lines of 64 characters, no explanatory text. */
public final class PemEncoding {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemEncoding() {}

    public static String certificate(byte[] der) {
        return encode(CERTIFICATE, der);
    }

    public static String revocationList(byte[] der) {
        return encode("X509 CRL", der);
    }

    public static String certificateRequest(byte[] der) {
        return encode("CERTIFICATE REQUEST", der);
    }

    public static String encryptedPrivateKey(byte[] der) {
        return encode("ENCRYPTED PRIVATE KEY", der);
    }

    /** RFC 7468, section 9: `openssl cms -inform PEM`. */
    public static String signedData(byte[] der) {
        return encode("CMS", der);
    }

    /** All certificates of the text, in its order; refuses text that holds anything else or nothing. */
    public static List<X509CertificateHolder> certificates(String pem) {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                if (!object.getType().equals(CERTIFICATE)) {
                    throw new IllegalArgumentException("not a certificate");
                }
                certificates.add(new X509CertificateHolder(object.getContent()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a PEM certificate");
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no PEM certificate");
        }
        return certificates;
    }

    private static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}

package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a request (RFC 7468, 7): exactly one block. Text around it is allowed and dropped, nothing of it is repeated. */
final class CsrPem {
    static final int MAX_LENGTH = 64 * 1024;
    /** RFC 7468, 2: parsers ignore whitespace; mail programs and consoles add their own kinds. */
    private static final Pattern SPACES = Pattern.compile("[\\h\\u200B\\uFEFF]");

    private static final Pattern WHITESPACE = Pattern.compile("\\s");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^\r\n]{0,64}?)-----");
    private static final String LABEL = "CERTIFICATE REQUEST";
    private static final String OLD_LABEL = "NEW CERTIFICATE REQUEST";

    private CsrPem() {}

    static byte[] decode(String pem) {
        if (pem == null || pem.isBlank()) {
            throw refused("required", "a certificate signing request in PEM is required");
        }
        if (pem.length() > MAX_LENGTH) {
            throw refused("csr_too_large", "the request has more than 64 KiB");
        }
        if (pem.contains("PRIVATE KEY-----")) {
            throw refused(
                    "private_key_in_csr", "the text holds a private key, which must not be sent: treat it as exposed");
        }
        return base64(body(SPACES.matcher(pem).replaceAll(" ")));
    }

    private static String body(String pem) {
        Matcher begin = BEGIN.matcher(pem);
        if (!begin.find() || !begin.group(1).equals(LABEL) && !begin.group(1).equals(OLD_LABEL)) {
            throw refused("not_a_csr", "must hold a block -----BEGIN CERTIFICATE REQUEST-----");
        }
        int bodyStart = begin.end();
        String label = begin.group(1);
        if (begin.find()) {
            throw refused("several_pem_blocks", "must hold exactly one PEM block");
        }
        int bodyEnd = pem.indexOf("-----END " + label + "-----", bodyStart);
        if (bodyEnd < 0) {
            throw refused("malformed_pem", "the end of the PEM block is missing");
        }
        return pem.substring(bodyStart, bodyEnd);
    }

    private static byte[] base64(String body) {
        String text = WHITESPACE.matcher(body).replaceAll("");
        try {
            byte[] der = Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
            // The decoder forgives missing padding and stray bits in the last group.
            if (Base64.getEncoder().encodeToString(der).equals(text)) {
                return der;
            }
        } catch (IllegalArgumentException e) {
            // The exception quotes the input: refused below without it.
        }
        throw refused("malformed_pem", "the PEM block is not strict base64");
    }

    private static ClmException refused(String code, String detail) {
        return ClmException.invalid(CertificateSigningRequest.FIELD, code, detail);
    }
}

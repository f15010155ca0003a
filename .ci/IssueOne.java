import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts a prepared body, and validates the certificate in the answer: for machines without curl or openssl. */
final class IssueOne {
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----[^\"]*?-----END CERTIFICATE-----");

    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/api/v1/certificates"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + Files.readString(Path.of(arguments[1])).strip())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofFile(Path.of(arguments[2])))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        validate(certificates(answer.body()));
    }

    private static List<X509Certificate> certificates(String json) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        for (Matcher pem = PEM.matcher(json); pem.find(); ) {
            byte[] text = pem.group().replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
            found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(text)));
        }
        return found;
    }

    /** The path is put in order by names: the leaf is the one that is no certificate authority. */
    private static void validate(List<X509Certificate> found) throws Exception {
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate next = found.stream().filter(c -> c.getBasicConstraints() < 0).findFirst().orElseThrow();
        while (!next.getSubjectX500Principal().equals(next.getIssuerX500Principal())) {
            path.add(next);
            X509Certificate issued = next;
            next = found.stream()
                    .filter(c -> c.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
                    .findFirst()
                    .orElseThrow();
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(next, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        System.out.println(path.get(0).getSubjectX500Principal() + ": OK, under " + next.getSubjectX500Principal());
    }
}

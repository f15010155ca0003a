package dev.clm.api.process.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an operation is called, from its method and path: what is done to what (revokeCertificate), in the words of the path. A
 * few have a verb of the field that the path does not say (issueCertificate).
 */
final class OperationName {
    private static final Map<String, String> IN_THE_FIELDS_WORDS = Map.ofEntries(
            Map.entry("POST /api/v1/certificates", "issueCertificate"),
            Map.entry("GET /api/v1/certificates", "searchCertificates"),
            Map.entry("POST /api/v1/certificates/evaluate", "evaluateCertificateRequest"),
            Map.entry("GET /api/v1/certificates/statistics", "readCertificateStatistics"),
            Map.entry("POST /api/v1/certificates/{id}/private-key/export", "exportPrivateKey"),
            Map.entry("POST /api/v1/master-key/rotate", "rotateMasterKey"),
            Map.entry("POST /api/v1/integrity/runs", "startIntegrityRun"),
            Map.entry("GET /api/v1/outbox", "readOutbox"),
            Map.entry("POST /api/v1/outbox/{id}/unblock", "unblockOutboxEvent"),
            Map.entry("GET /pki/{ca}/ca.pem", "downloadAuthorityChain"),
            Map.entry("GET /pki/{ca}/ca.der", "downloadAuthorityCertificate"),
            Map.entry("GET /pki/{ca}/crl.der", "downloadRevocationList"),
            Map.entry("GET /pki/{ca}/delta.crl", "downloadDeltaRevocationList"),
            Map.entry("GET /pki/{ca}/crl/{shard}.der", "downloadRevocationListShard"));

    private OperationName() {}

    static String of(String method, String path) {
        String known = IN_THE_FIELDS_WORDS.get(method + " " + path);
        if (known != null) {
            return known;
        }
        String[] sides = path.replaceFirst("^/api/v1/", "").split("/\\{[^}]+}", 2);
        String nouns = camel(List.of(sides[0].split("/")));
        List<String> rest = sides.length == 1
                ? List.of()
                : Arrays.stream(sides[1].split("[/-]"))
                        .filter(w -> !w.isEmpty())
                        .toList();
        return switch (method) {
            case "GET" -> sides.length == 1 ? "list" + nouns : "read" + singular(nouns) + camel(rest);
            case "POST" ->
                rest.isEmpty()
                        ? "create" + singular(nouns)
                        : rest.get(0) + singular(nouns) + camel(rest.subList(1, rest.size()));
            case "PATCH" -> "change" + singular(nouns) + camel(rest);
            default -> method.toLowerCase(Locale.ROOT) + singular(nouns) + camel(rest);
        };
    }

    /** The same as words: "Revoke certificate". */
    static String sentence(String name) {
        String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What it belongs to: "Key rotations". */
    static String group(String path) {
        if (path.startsWith("/pki/")) {
            return "Public files";
        }
        String first = path.replaceFirst("^/api/v1/", "").split("/")[0].replace('-', ' ');
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
    }

    private static String camel(List<String> parts) {
        return parts.stream()
                .flatMap(part -> Arrays.stream(part.split("-")))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }
}

package dev.clm.api.process.cli;

import dev.clm.api.config.Settings;

/** What `serve` prints once it is ready: where it listens and, in embedded mode, three lines to try next. */
final class NextSteps {
    private NextSteps() {}

    static String of(Settings settings, int port) {
        String address = "http://" + settings.http().hostForUrl() + ":" + port;
        String listens = "CLM listens on " + address;
        if (settings.configuredDatabases().isPresent()) {
            return listens;
        }
        String key = "\"Authorization: Bearer $(cat " + settings.dataDirectory() + "/admin-api-key)\"";
        String body =
                "{\"subject\":{\"common_name\":\"app.example.com\"},\"key\":{\"algorithm\":\"ECDSA\",\"curve\":\"P-256\"},"
                        + "\"subject_alternative_names\":[{\"type\":\"DNS\",\"value\":\"app.example.com\"}],"
                        + "\"certificate_type\":\"server\",\"validity_days\":90}";
        return String.join(
                System.lineSeparator(),
                listens + " (embedded PostgreSQL in " + settings.dataDirectory() + "). Try next:",
                "  curl -s " + address + "/actuator/health/readiness",
                "  curl -s -H " + key + " " + address + "/api/v1/certificate-authorities",
                "  curl -s -H " + key + " -H 'Content-Type: application/json' -d '" + body + "' " + address
                        + "/api/v1/certificates");
    }
}

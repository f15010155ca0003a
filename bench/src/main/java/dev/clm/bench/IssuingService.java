package dev.clm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The service under measurement: every certificate is one POST with a CSR and an idempotency key of its own. */
final class IssuingService implements Workload {
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final int port;
    private final String apiKey;
    private final CsrPool requests;

    IssuingService(int port, Path apiKeyFile, CsrPool requests) throws IOException {
        this.port = port;
        this.apiKey = Files.readString(apiKeyFile).strip();
        this.requests = requests;
    }

    @Override
    public String name() {
        return "service";
    }

    @Override
    public Client open() throws IOException {
        HttpConnection connection = new HttpConnection(port);
        return new Client() {
            @Override
            public void issue() throws IOException {
                post(connection, UUID.randomUUID().toString());
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    /** Issues one certificate and answers its id. */
    UUID issueOne(String idempotencyKey) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            String location = post(connection, idempotencyKey).headers().get("location");
            return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
        }
    }

    boolean isReady() throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            String head = "GET /actuator/health/readiness HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
            return connection.send(head, new byte[0]).status() == OK;
        }
    }

    private HttpConnection.Response post(HttpConnection connection, String idempotencyKey) throws IOException {
        byte[] body = requests.nextBody();
        String head = "POST /api/v1/certificates HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer "
                + apiKey + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + idempotencyKey
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        HttpConnection.Response response = connection.send(head, body);
        if (response.status() != CREATED) {
            throw new IOException("the service answered " + response.status() + ": "
                    + new String(response.content(), StandardCharsets.UTF_8));
        }
        return response;
    }
}

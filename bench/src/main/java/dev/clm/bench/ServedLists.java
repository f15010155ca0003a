package dev.clm.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.UUID;

/** Revoking, and the lists as relying parties fetch them. */
final class ServedLists {
    private static final int OK = 200;

    private final String address;
    private final String apiKey;
    private final String folder;
    private final HttpClient http = HttpClient.newHttpClient();

    ServedLists(int port, Path apiKey, String authorityName) throws IOException {
        this.address = "http://127.0.0.1:" + port;
        this.apiKey = Files.readString(apiKey).strip();
        this.folder = "/pki/" + authorityName + "/";
    }

    void revoke(UUID certificate) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/certificates/" + certificate + "/revoke"))
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"reason\":\"superseded\"}"))
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IOException("the service answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    /** The DER of a list, or null where there is none. */
    byte[] fetch(String file) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + folder + file)).build(), BodyHandlers.ofByteArray());
        return answer.statusCode() == OK ? answer.body() : null;
    }

    boolean has(String file, BigInteger serialNumber) throws Exception {
        byte[] der = fetch(file);
        return der != null && parse(der).getRevokedCertificate(serialNumber) != null;
    }

    static X509CRL parse(byte[] der) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }
}

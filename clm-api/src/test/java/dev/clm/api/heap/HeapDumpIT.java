package dev.clm.api.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ServiceProcess;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AesGcm;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** K5 looked at from outside: which private keys a live heap dump of a service holds that has made, used and exported them. */
@Tag("K5")
class HeapDumpIT {
    private static final String PASSPHRASE = "correct horse battery";
    private static final String BODY = """
            {"subject": {"common_name": "%1$s"}, "key": %2$s, "certificate_type": "server", "validity_days": 30,
             "subject_alternative_names": [{"type": "DNS", "value": "%1$s"}]}""";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void noPrivateKeyThatWasUsedIsStillInTheHeap() throws Exception {
        Path data = folder.resolve("clm-data");
        try (ServiceProcess service = ServiceProcess.start(Map.of("CLM_DATA_DIR", data.toString()), "serve")
                .awaitReady()) {
            Client client = new Client(
                    service.url(),
                    Files.readString(data.resolve("admin-api-key")).strip());
            Needles secrets = Needles.none();
            secrets.addKey(
                    "P-256",
                    client.madeUsedAndExported(
                            "ec.example", "{\"algorithm\": \"ECDSA\", \"curve\": \"P-256\", \"exportable\": true}"));
            secrets.addKey(
                    "RSA",
                    client.madeUsedAndExported(
                            "rsa.example", "{\"algorithm\": \"RSA\", \"size\": 2048, \"exportable\": true}"));
            secrets.addKey(
                    "Ed25519",
                    client.madeUsedAndExported("ed.example", "{\"algorithm\": \"Ed25519\", \"exportable\": true}"));
            SigningKey authority = SigningKey.read(data);
            secrets.addKey("authority", authority.pkcs8());
            Needles sealed = Needles.none().addRuns("sealed", authority.sealed());

            HeapDump dump = HeapDump.take(service.pid(), folder.resolve("heap.hprof"));

            Set<String> found = dump.find(all(secrets, sealed));

            assertThat(found)
                    .as("the control: the sealed key, which is kept")
                    .containsAnyElementsOf(sealed.all().keySet());
            assertThat(found).isSubsetOf(sealed.all().keySet());
        }
    }

    private final class Client {
        private final String url;
        private final String apiKey;

        private Client(String url, String apiKey) {
            this.url = url;
            this.apiKey = apiKey;
        }

        /** The PKCS#8 bytes of a key that the service made, exported in each form. */
        private byte[] madeUsedAndExported(String name, String key) throws Exception {
            byte[] made = post("/api/v1/certificates", BODY.formatted(name, key), 201);
            String path = "/api/v1/certificates/"
                    + new JsonMapper().readTree(made).get("id").asString() + "/private-key/export";
            post(path, export("pkcs12"), 200);
            return decrypted(new String(post(path, export("pkcs8"), 200), java.nio.charset.StandardCharsets.US_ASCII));
        }

        private byte[] post(String path, String body, int status) throws IOException, InterruptedException {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Authorization", "Bearer " + apiKey)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).as(path).isEqualTo(status);
            return response.body();
        }
    }

    private static Map<String, byte[]> all(Needles secrets, Needles control) {
        Map<String, byte[]> all = new HashMap<>(secrets.all());
        all.putAll(control.all());
        return all;
    }

    private static String export(String format) {
        return "{\"format\": \"" + format + "\", \"passphrase\": \"" + PASSPHRASE + "\"}";
    }

    private static byte[] decrypted(String pem) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            PKCS8EncryptedPrivateKeyInfo encrypted = (PKCS8EncryptedPrivateKeyInfo) parser.readObject();
            return encrypted
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(PASSPHRASE.toCharArray()))
                    .getEncoded();
        }
    }

    /** The issuing authority's key, which has signed all of it: unsealed here with the service's master key. */
    private record SigningKey(byte[] pkcs8, byte[] sealed) {
        private static final String QUERY = """
                select p.id, p.certificate_id, p.organization_id, p.encryption_key_id, p.encrypted_key_material,
                       p.encryption_iv, p.encryption_auth_tag, k.key_id, k.encrypted_key_material
                from certificate_authorities a
                join private_keys p on p.certificate_id = a.certificate_id
                join encryption_keys k on k.id = p.encryption_key_id
                where a.name = 'development-issuing'""";

        private static SigningKey read(Path data) throws IOException, SQLException {
            Properties env = new Properties();
            try (var reader = Files.newBufferedReader(data.resolve("embedded.env"))) {
                env.load(reader);
            }
            String url = "jdbc:postgresql://" + env.getProperty("PGHOST") + ":" + env.getProperty("PGPORT")
                    + "/clm_secure_db";
            try (Connection db =
                            DriverManager.getConnection(url, env.getProperty("PGUSER"), env.getProperty("PGPASSWORD"));
                    ResultSet row = db.createStatement().executeQuery(QUERY);
                    MasterKey masterKey = MasterKeyFile.read(data.resolve("master.key"))) {
                assertThat(row.next()).isTrue();
                return unseal(row, masterKey);
            }
        }

        private static SigningKey unseal(ResultSet row, MasterKey masterKey) throws SQLException {
            OrganizationId organization = OrganizationId.of(row.getObject(3, UUID.class));
            UUID keyId = row.getObject(4, UUID.class);
            AesKey dataKey = masterKey.unwrap(
                    row.getBytes(9), AssociatedData.ofEncryptionKey(keyId, row.getString(8), organization));
            byte[] sealed = row.getBytes(5);
            GcmCiphertext ciphertext =
                    new GcmCiphertext(row.getBytes(6), Arrays.copyOfRange(sealed, 1, sealed.length), row.getBytes(7));
            AssociatedData bound = AssociatedData.ofPrivateKey(
                    row.getObject(1, UUID.class), row.getObject(2, UUID.class), keyId, organization);
            return new SigningKey(AesGcm.decrypt(dataKey, ciphertext, bound), sealed);
        }
    }
}

package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Over 200 broken requests, the same on every run: each is the client's fault, in the field csr. */
class HostileCsrIT {
    private static final Tenant TENANT = Tenant.create();
    private static final byte[] P256 = Base64.getDecoder()
            .decode(
                    "MIIBDzCBtQIBADApMRAwDgYDVQQKDAdFeGFtcGxlMRUwEwYDVQQDDAxiYXNlLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMB"
                            + "BwNCAASgm7aN7TtnZ109ej2cSjwenpouRKuiNe8qumL5H5by+JCQBRmOJVoWAqISEPNPoS8NBaneaOf+sqJuVzWPyp3KoCowKAYJ"
                            + "KoZIhvcNAQkOMRswGTAXBgNVHREEEDAOggxiYXNlLmV4YW1wbGUwCgYIKoZIzj0EAwIDSQAwRgIhAPbStlH3zgVZjVqCPufI//N+"
                            + "bYGU7BYLh/SUho2aLjssAiEAnI2rOB8zBmUMMu3fYXIybJnxlJeHkzYDrAHjZFSSgdw=");
    private static final byte[] RSA = Base64.getDecoder()
            .decode(
                    "MIICmDCCAYACAQAwKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMYmFzZS5leGFtcGxlMIIBIjANBgkqhkiG9w0BAQEFAAOC"
                            + "AQ8AMIIBCgKCAQEAwmBVnjzALPJPP/lBIjLSRJS3RuGqRXmvNkJ/H4UUsw1SNHbOGDtAd5XxUWQpBFE+jH66IMfgVywcZG8+J6zS"
                            + "EnbcLdGNww3agyCFxBizxnecyHgrA0QFgGvxwz1TPsZbY6OpEJwwcaHrTD5YBXBQsgYEuF4BZ5kmjhbQ6wQ93sAUkmt4ItuNPq7B"
                            + "m/qVua5LbPm803crRh+1QGBSTGRumPvGzqcbrEM7ElgTYti8QhzBuMSbNau4JMm3IGZjqEtWVV8gbCVCR8KM3Lq7KGHoJQVI5UeG"
                            + "wIbq2UE3UDQpe+zvVrZ/VpotFmTdHoCYlQSrM6Ic2TaRAlouSjV7xUIZzwIDAQABoCowKAYJKoZIhvcNAQkOMRswGTAXBgNVHREE"
                            + "EDAOggxiYXNlLmV4YW1wbGUwDQYJKoZIhvcNAQELBQADggEBAAKf8eKGj1vTEMhvGjBe603MHXcRK3RohWrDiPB5uH8ESc8J1Dfa"
                            + "ARyxeABaRhGfYV5OggiiOo2C2ni6fa7as2atL6bdtipqHACooQgwD1Ofpg4QVWpJtSBx+UAnjIYSDIcqs28yajepIDBs/A51m1gH"
                            + "0R9pIC3IexMEowtVAzOc5fZBOn9b1UL571/yTU57YPxA18rPzwqxQerDbwHrfH95dZ7EWxvl25/HYcaU3zvpyTyM7K7x7yQ9AvDB"
                            + "xqSLF0eeAA2mpWKOC5mYUEiZyLepqqJe9J+fJWUEqMcBPZa9sWfvKhzLElaRGaG5EgxAZqocibhovlFbMTOTQnIfHjY=");

    @Test
    void unbrokenRequestsAreIssued() {
        assertThat(Stream.of(P256, RSA).map(der -> post(TestCsr.pem(der)).status()))
                .containsExactly(201, 201);
    }

    @Test
    void truncatedRequestsAreRefused() {
        refuseAll(Stream.of(P256, RSA)
                .flatMap(der -> IntStream.range(0, 30).mapToObj(i -> Arrays.copyOf(der, der.length * i / 30))));
    }

    @Test
    void flippedBitsAreNoticed() {
        Random random = new Random(1);
        refuseAll(Stream.of(P256, RSA)
                .flatMap(der -> random.ints(40, 0, der.length * 8).mapToObj(bit -> flipped(der, bit))));
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(2);
        refuseAll(IntStream.range(0, 40).mapToObj(i -> {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            noise[0] = 0x30;
            return noise;
        }));
    }

    @Test
    void lengthsBeyondAllMemoryAndEndlessNestingAreRefused() {
        byte[] nested = new byte[40_000];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        refuseAll(Stream.of(
                nested,
                new byte[] {0x30, (byte) 0x84, 0x7F, -1, -1, -1},
                new byte[] {0x04, (byte) 0x88, 0x7F, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {0x30, (byte) 0x80},
                new byte[] {0x30, (byte) 0xFF},
                Arrays.copyOf(P256, P256.length + 1)));
    }

    @Test
    void hostileTextIsRefused() {
        String pem = TestCsr.pem(P256);
        refuse(
                "",
                " ",
                "\u0000",
                "null",
                "-".repeat(100_000),
                "-----BEGIN CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST----------END CERTIFICATE REQUEST-----",
                "-----BEGIN ".repeat(5_000),
                pem + pem,
                pem.replace("CERTIFICATE REQUEST", "CERTIFICATE"),
                pem.replace("CERTIFICATE REQUEST", "PRIVATE KEY"),
                pem.replace('A', '\u0410'),
                pem.replace("\n", "\n!"),
                "file:///etc/passwd",
                "'; drop table certificates; --",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>");
        for (Object wrongType : List.of(1, true, List.of(pem), Map.of("pem", pem))) {
            refuse(wrongType);
        }
    }

    private static void refuseAll(Stream<byte[]> requests) {
        refuse(requests.map(TestCsr::pem).toArray());
    }

    private static void refuse(Object... csrs) {
        long before = certificates();
        for (Object csr : csrs) {
            Answer answer = post(csr);
            assertThat(answer.status()).as(answer.text() + csr).isBetween(400, 499);
            assertThat(answer.fields()).as(answer.text() + csr).isNotEmpty().containsOnly("csr");
        }
        assertThat(certificates()).isEqualTo(before);
    }

    private static long certificates() {
        return Rows.countSecure(
                "certificates where organization_id = ?", TENANT.administrator().organizationId());
    }

    private static Answer post(Object csr) {
        return TENANT.administrator().post(CERTIFICATES, Map.of("csr", csr));
    }

    private static byte[] flipped(byte[] der, int bit) {
        byte[] flipped = der.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}

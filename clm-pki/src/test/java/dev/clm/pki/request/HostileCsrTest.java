package dev.clm.pki.request;

import static dev.clm.pki.request.CsrFixture.csr;
import static dev.clm.pki.request.CsrFixture.extension;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import dev.clm.pki.encoding.PemEncoding;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Over a thousand broken requests of two fresh keys: each is refused as bad input, none is an error of ours. */
class HostileCsrTest {
    private static final byte[] EC =
            csr().names(new GeneralName(GeneralName.dNSName, "a.example")).der();
    private static final byte[] RSA = csr().key(CsrFixture.RSA, "SHA256withRSA").der();

    @Test
    void everyTruncatedRequestIsRefused() {
        refuseAll(Stream.of(EC, RSA)
                .flatMap(der -> IntStream.range(0, der.length).mapToObj(length -> Arrays.copyOf(der, length))));
    }

    @Test
    void everySingleFlippedBitIsNoticed() {
        Random random = new Random(1);
        refuseAll(Stream.of(EC, RSA)
                .flatMap(der -> random.ints(400, 0, der.length * 8).mapToObj(bit -> CsrFixture.flipped(der, bit))));
    }

    @Test
    void overwrittenStretchesAreRefused() {
        Random random = new Random(2);
        refuseAll(Stream.of(EC, RSA)
                .flatMap(der -> IntStream.range(0, 200).mapToObj(i -> {
                    byte[] changed = der.clone();
                    byte[] noise = new byte[1 + random.nextInt(16)];
                    random.nextBytes(noise);
                    int from = random.nextInt(der.length - noise.length);
                    System.arraycopy(noise, 0, changed, from, noise.length);
                    // noise that equals what it overwrites would leave a request that is right
                    if (Arrays.equals(changed, der)) {
                        changed[from] ^= 1;
                    }
                    return changed;
                })));
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(3);
        refuseAll(IntStream.range(0, 200).mapToObj(i -> {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = 0x30;
            }
            return noise;
        }));
    }

    @Test
    void appendedAndRepeatedBytesAreRefused() {
        refuseAll(
                Stream.of(Arrays.copyOf(EC, EC.length + 1), concatenated(EC, EC), concatenated(EC, new byte[] {5, 0})));
    }

    @Test
    void lengthsBeyondAllMemoryAreRefused() {
        refuseAll(Stream.of(
                new byte[] {0x30, (byte) 0x84, 0x7F, -1, -1, -1},
                new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1},
                new byte[] {0x04, (byte) 0x88, 0x7F, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {0x30, (byte) 0x80, 0x04, (byte) 0x84, 0x7F, -1, -1, -1},
                new byte[] {0x30, (byte) 0xFF}));
    }

    @Test
    void deepNestingIsRefusedWhereverItStands() {
        byte[] deep = new byte[40_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        byte[] nested = nested(9_000);

        refuseAll(Stream.of(
                deep,
                nested,
                csr().extensions(extension(Extension.subjectAlternativeName, false, nested))
                        .der(),
                csr().extensions(extension(Extension.nameConstraints, false, nested))
                        .der(),
                csr().extensions(extension(new ASN1ObjectIdentifier("1.2.3"), false, nested))
                        .der()));
    }

    @Test
    void hugeListsAreRefused() {
        GeneralName[] names = IntStream.range(0, 2_000)
                .mapToObj(i -> new GeneralName(GeneralName.dNSName, "h" + i + ".example"))
                .toArray(GeneralName[]::new);
        Extension[] extensions = IntStream.range(0, 1_500)
                .mapToObj(i -> extension(Extension.subjectKeyIdentifier, false, new byte[] {4, 1, 0}))
                .toArray(Extension[]::new);

        refuseAll(Stream.of(
                csr().names(names).der(),
                csr().extensions(extensions).der(),
                csr().subject(new X500NameBuilder()
                                .addRDN(BCStyle.CN, new DERUTF8String("x".repeat(30_000)))
                                .build())
                        .der(),
                csr().subject("OU=x" + ",OU=x".repeat(2_000)).der(),
                csr().attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
                        .der()));
    }

    @Test
    void hostileTextIsRefused() {
        String pem = PemEncoding.certificateRequest(EC);
        Stream<String> texts = Stream.of(
                "\0",
                "-----BEGIN CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST----------END CERTIFICATE REQUEST-----",
                "-----BEGIN ".repeat(5_000),
                "-".repeat(60_000),
                pem.replace('A', '\u0410'),
                "-----BEGIN CERTIFICATE REQUEST-----\n" + " ".repeat(60_000) + "\n-----END CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\n" + "\n".repeat(60_000) + "-----END CERTIFICATE REQUEST-----",
                pem.substring(0, pem.length() / 2) + "\uD800" + pem.substring(pem.length() / 2));

        texts.forEach(HostileCsrTest::refuse);
    }

    private static void refuseAll(Stream<byte[]> requests) {
        requests.map(PemEncoding::certificateRequest).forEach(HostileCsrTest::refuse);
    }

    private static void refuse(String pem) {
        Throwable thrown = catchThrowable(() -> CertificateSigningRequest.parse(pem));

        assertThat(thrown).as(pem).isInstanceOf(ClmException.class);
        ClmException refusal = (ClmException) thrown;
        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNPROCESSABLE);
        assertThat(refusal.errors()).isNotEmpty().allSatisfy(error -> {
            assertThat(error.field()).isEqualTo("csr");
            assertThat(error.code()).matches("[a-z0-9]+(_[a-z0-9]+)*");
        });
    }

    private static byte[] nested(int depth) {
        byte[] value = new byte[4 * depth];
        for (int i = 0; i < depth; i++) {
            int length = value.length - 4 * (i + 1);
            value[4 * i] = 0x30;
            value[4 * i + 1] = (byte) 0x82;
            value[4 * i + 2] = (byte) (length >> 8);
            value[4 * i + 3] = (byte) length;
        }
        return value;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

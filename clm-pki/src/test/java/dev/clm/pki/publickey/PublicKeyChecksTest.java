package dev.clm.pki.publickey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyChecksTest {
    private static final byte[] P256_POINT = point(NamedCurve.P_256);

    static Stream<KeySpec> everyKindOfKey() {
        return Stream.of(
                KeySpec.rsa(2048),
                KeySpec.rsa(2056),
                KeySpec.ecdsa(NamedCurve.P_256),
                KeySpec.ecdsa(NamedCurve.P_384),
                KeySpec.ecdsa(NamedCurve.P_521),
                KeySpec.ED25519,
                KeySpec.ED448);
    }

    @ParameterizedTest
    @MethodSource("everyKindOfKey")
    void soundKeysAreAcceptedUnchanged(KeySpec spec) throws Exception {
        SubjectPublicKeyInfo info =
                SubjectKeyGenerator.generate(spec).publicKey().info();

        SubjectPublicKey accepted = PublicKeyChecks.accept(info, "csr");

        assertThat(accepted.spec()).isEqualTo(spec);
        assertThat(accepted.der()).isEqualTo(info.getEncoded());
    }

    @Test
    void aRefusalNamesTheFieldAndIsUnprocessable() {
        ClmException refusal = refusal(ed25519(new byte[31]));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNPROCESSABLE);
        assertThat(refusal.errors().get(0).field()).isEqualTo("csr");
    }

    @ParameterizedTest
    @EnumSource
    void pointsOffTheCurveAreRefused(NamedCurve curve) {
        byte[] point = point(curve);
        point[point.length - 1] ^= 1;

        assertThat(code(ec(curve.oid(), point))).isEqualTo("point_not_on_curve");
    }

    @ParameterizedTest
    @EnumSource
    void coordinatesBeyondTheFieldAreRefused(NamedCurve curve) {
        byte[] point = new byte[curve.uncompressedPointLength()];
        Arrays.fill(point, (byte) 0xFF);
        point[0] = 4;

        assertThat(code(ec(curve.oid(), point))).isEqualTo("point_not_on_curve");
    }

    @Test
    void thePointAtInfinityIsRefused() {
        assertThat(code(ec(NamedCurve.P_256.oid(), new byte[] {0}))).isEqualTo("point_at_infinity");
    }

    @Test
    void compressedAndHybridAndTruncatedPointsAreRefused() {
        byte[] compressed = Arrays.copyOf(P256_POINT, 33);
        compressed[0] = (byte) (2 + (P256_POINT[64] & 1));
        byte[] hybrid = P256_POINT.clone();
        hybrid[0] = (byte) (6 + (P256_POINT[64] & 1));

        for (byte[] point : new byte[][] {compressed, hybrid, Arrays.copyOf(P256_POINT, 64), new byte[0]}) {
            assertThat(code(ec(NamedCurve.P_256.oid(), point))).isEqualTo("unsupported_point_format");
        }
    }

    @Test
    void otherCurvesAreRefused() {
        assertThat(code(ec(SECObjectIdentifiers.secp256k1, P256_POINT))).isEqualTo("unsupported_curve");
        assertThat(code(ec(SECObjectIdentifiers.secp224r1, P256_POINT))).isEqualTo("unsupported_curve");
    }

    @Test
    void curvesGivenByParametersOrNotAtAllAreRefused() {
        ASN1Encodable explicit = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);

        for (ASN1Encodable parameters : new ASN1Encodable[] {explicit, DERNull.INSTANCE, null}) {
            assertThat(code(new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), P256_POINT)))
                    .isEqualTo("explicit_curve_parameters");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 57})
    void ed25519KeysOfAnotherLengthAreRefused(int length) {
        assertThat(code(ed25519(new byte[length]))).isEqualTo("public_key_length");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 56, 58})
    void ed448KeysOfAnotherLengthAreRefused(int length) {
        assertThat(code(new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448), new byte[length])))
                .isEqualTo("public_key_length");
    }

    @Test
    void edwardsPointsOffTheCurveAreRefused() {
        byte[] y = new byte[32];
        y[0] = 2;

        assertThat(code(ed25519(y))).isEqualTo("point_not_on_curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
            })
    void edwardsPointsOfLowOrderAreRefused(String point) {
        assertThat(code(ed25519(HexFormat.of().parseHex(point)))).isIn("low_order_point", "point_not_on_curve");
    }

    @Test
    void otherAlgorithmsAreRefused() {
        SubjectPublicKeyInfo rsa =
                SubjectKeyGenerator.generate(KeySpec.rsa(2048)).publicKey().info();
        byte[] key = rsa.getPublicKeyData().getOctets();

        for (ASN1ObjectIdentifier algorithm : new ASN1ObjectIdentifier[] {
            PKCSObjectIdentifiers.id_RSASSA_PSS, X9ObjectIdentifiers.id_dsa, EdECObjectIdentifiers.id_X25519
        }) {
            assertThat(code(new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), key)))
                    .isEqualTo("unsupported_key_algorithm");
        }
    }

    @Test
    void aSecondEncodingOfAKeyIsRefusedSoThatABlockedKeyCannotComeBack() throws Exception {
        SubjectPublicKeyInfo rsa =
                SubjectKeyGenerator.generate(KeySpec.rsa(2048)).publicKey().info();
        SubjectPublicKeyInfo withoutNull = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), rsa.parsePublicKey());
        SubjectPublicKeyInfo withNull = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519, DERNull.INSTANCE),
                SubjectKeyGenerator.generate(KeySpec.ED25519)
                        .publicKey()
                        .info()
                        .getPublicKeyData()
                        .getOctets());

        assertThat(code(withoutNull)).isEqualTo("public_key_not_canonical");
        assertThat(code(withNull)).isEqualTo("public_key_not_canonical");
    }

    @Test
    void rsaKeysThatAreNoSequenceOfTwoIntegersAreRefused() {
        byte[][] keys = {
            new byte[0],
            {5, 0},
            {0x30, 0},
            {0x30, 3, 2, 1, 5},
            BigInteger.TEN.pow(600).toByteArray()
        };

        for (byte[] key : keys) {
            assertThat(code(new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key)))
                    .isEqualTo("malformed_public_key");
        }
    }

    private static byte[] point(NamedCurve curve) {
        return SubjectKeyGenerator.generate(KeySpec.ecdsa(curve))
                .publicKey()
                .info()
                .getPublicKeyData()
                .getOctets();
    }

    private static SubjectPublicKeyInfo ec(ASN1ObjectIdentifier curve, byte[] point) {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), point);
    }

    private static SubjectPublicKeyInfo ed25519(byte[] point) {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), point);
    }

    private static ClmException refusal(SubjectPublicKeyInfo info) {
        return catchThrowableOfType(ClmException.class, () -> PublicKeyChecks.accept(info, "csr"));
    }

    private static String code(SubjectPublicKeyInfo info) {
        return refusal(info).errors().get(0).code();
    }
}

package dev.clm.pki.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictDerTest {

    @Test
    void derIsRead() throws IOException {
        ASN1Encodable[] elements = {new DEROctetString(new byte[70_000]), new DERSequence(), DERNull.INSTANCE};
        DERSequence value = new DERSequence(elements);

        assertThat(StrictDer.parse(value.getEncoded())).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "30", // no length
                "3001", // truncated
                "300100", // truncated inside
                "05000500", // two values
                "30800000", // indefinite length
                "308100", // length not minimal
                "30820080", // length not minimal, truncated
                "048400000001ff", // length of five octets
                "0484ffffffff", // four gigabytes
                "04847fffffff00", // two gigabytes
                "1f0100", // high tag number
                "240404020000", // constructed string
                "0101ff00", // trailing octet
                "010101", // TRUE is 0xFF
                "02020001", // integer not minimal
                "0200", // integer without octets
                "030208ff", // nine padding bits
                "3003020105ff", // trailing octet behind the sequence
                "3004040500", // inner value longer than the outer
                "3106020105020101" // set not sorted
            })
    void whatIsNotDerIsRefused(String hex) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StrictDer.parse(HexFormat.of().parseHex(hex)));
    }

    @Test
    void nestingIsBounded() throws IOException {
        assertThat(StrictDer.parse(nested(StrictDer.MAX_DEPTH))).isNotNull();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StrictDer.parse(nested(StrictDer.MAX_DEPTH + 1)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StrictDer.parse(nested(12_000)));
    }

    private static byte[] nested(int depth) {
        byte[] value = {};
        for (int i = 0; i < depth; i++) {
            ByteArrayOutputStream outer = new ByteArrayOutputStream();
            outer.write(0x30);
            if (value.length > 0x7F) {
                outer.write(0x83);
                outer.write(value.length >> 16);
                outer.write(value.length >> 8);
            }
            outer.write(value.length);
            outer.writeBytes(value);
            value = outer.toByteArray();
        }
        return value;
    }
}

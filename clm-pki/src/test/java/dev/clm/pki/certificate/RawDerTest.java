package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawDerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 123, 125, 126, 250, 252, 253, 65_500, 65_530, 65_535, 70_000, 16_777_216})
    void lengthsAreThoseOfDer(int size) {
        DEROctetString content = new DEROctetString(new byte[size]);
        byte[] encoded = RawDer.of(content);
        assertThat(RawDer.sequence(encoded, encoded))
                .isEqualTo(RawDer.of(new DERSequence(new ASN1Encodable[] {content, content})));
        assertThat(RawDer.explicit(3, encoded)).isEqualTo(RawDer.of(new DERTaggedObject(true, 3, content)));
    }
}

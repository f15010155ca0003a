package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K1")
class AssociatedDataTest {
    private static final UUID ROW = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID CERTIFICATE = UUID.fromString("01890000-0000-7000-8000-000000000002");
    private static final UUID KEY = UUID.fromString("01890000-0000-7000-8000-000000000003");
    private static final OrganizationId TENANT =
            OrganizationId.of(UUID.fromString("01890000-0000-7000-8000-000000000004"));

    @Test
    void theLayoutForAPrivateKeyIsTheRecordedOne() {
        assertThat(hex(AssociatedData.ofPrivateKey(ROW, CERTIFICATE, KEY, TENANT)))
                .isEqualTo("01" + "000c" + "707269766174655f6b657973" + "0010" + "01890000000070008000000000000001"
                        + "0010" + "01890000000070008000000000000002" + "0024"
                        + "30313839303030302d303030302d373030302d383030302d303030303030303030303033" + "0010"
                        + "01890000000070008000000000000004");
    }

    @Test
    void theLayoutForAPlatformKeyHasEmptyFields() {
        assertThat(hex(AssociatedData.ofEncryptionKey(ROW, "master-00", null)))
                .isEqualTo("01" + "000f" + "656e6372797074696f6e5f6b657973" + "0010"
                        + "01890000000070008000000000000001" + "0000" + "0009" + "6d61737465722d3030" + "0000");
    }

    @Test
    void everyFieldChangesTheEncoding() {
        UUID other = new UUID(1, 1);
        Set<String> encodings = new HashSet<>();
        List.of(
                        AssociatedData.ofPrivateKey(ROW, CERTIFICATE, KEY, TENANT),
                        AssociatedData.ofPrivateKey(other, CERTIFICATE, KEY, TENANT),
                        AssociatedData.ofPrivateKey(ROW, other, KEY, TENANT),
                        AssociatedData.ofPrivateKey(ROW, CERTIFICATE, other, TENANT),
                        AssociatedData.ofPrivateKey(ROW, CERTIFICATE, KEY, OrganizationId.of(other)),
                        new AssociatedData("other", ROW, CERTIFICATE, KEY.toString(), TENANT))
                .forEach(bound -> encodings.add(hex(bound)));
        assertThat(encodings).hasSize(6);
    }

    @Test
    void aFieldCannotSlipIntoItsNeighbour() {
        assertThat(hex(new AssociatedData("ab", ROW, null, "c", null)))
                .isNotEqualTo(hex(new AssociatedData("a", ROW, null, "bc", null)));
        assertThat(hex(new AssociatedData("t", ROW, CERTIFICATE, "k", null)))
                .isNotEqualTo(hex(new AssociatedData("t", ROW, null, "k", OrganizationId.of(CERTIFICATE))));
    }

    private static String hex(AssociatedData bound) {
        return HexFormat.of().formatHex(bound.encode());
    }
}

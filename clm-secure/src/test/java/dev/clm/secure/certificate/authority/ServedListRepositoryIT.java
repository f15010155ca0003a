package dev.clm.secure.certificate.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.certificate.authority.ServedListRepository.ServedList;
import dev.clm.secure.certificate.authority.ServedListRepository.ServedLists;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class ServedListRepositoryIT {
    private static final int ALL = 1_000;

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());

    @Test
    void aFullListHasItsNumberAndItsAge() {
        UUID authority = BareRows.authority(tenant, 7, 3, 100);

        ServedList list = of(authority);

        assertThat(list.number()).isEqualTo(7);
        assertThat(list.age()).isBetween(3 * 3_600.0, 4 * 3_600.0);
    }

    @Test
    void onlySoManyAreListedAndTheOthersCounted() {
        for (int i = 0; i < 3; i++) {
            assertThat(BareRows.authority(tenant, 1, 1, 100)).isNotNull();
        }
        int all = find(ALL).lists().size();

        assertThat(find(2).lists()).hasSize(2);
        assertThat(find(2).others()).isEqualTo(all - 2);
        assertThat(find(ALL).others()).isZero();
        assertThat(find(2).lists())
                .extracting(ServedList::authority)
                .isEqualTo(find(ALL).lists().stream()
                        .limit(2)
                        .map(ServedList::authority)
                        .toList());
    }

    @Test
    void aListPastItsNextUpdateIsOverdueUntilItsAuthorityHasEnded() {
        int before = find(ALL).overdue();
        UUID authority = BareRows.authority(tenant, 1, 200, -1);
        assertThat(find(ALL).overdue()).isEqualTo(before + 1);

        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; update certificates set not_after = now() where id = ?",
                authority);

        assertThat(find(ALL).overdue()).isEqualTo(before);
        assertThat(find(ALL).lists()).extracting(ServedList::authority).doesNotContain(authority);
    }

    /** Of an authority that was large: nobody can need it any more. */
    @Test
    void aDeltaThatNoFullListNamesAnyMoreIsNotOverdue() {
        int before = find(ALL).overdue();
        UUID authority = BareRows.authority(tenant, 1, 1, 100);
        SecureTestDatabase.asSuperuser(
                "insert into crl_publications (organization_id, authority_id, shard, next_update, named_until)"
                        + " select organization_id, id, -1, now() - interval '1 hour', now() + interval '1 hour'"
                        + " from certificate_authorities where certificate_id = ?",
                authority);
        assertThat(find(ALL).overdue()).isEqualTo(before + 1);

        SecureTestDatabase.asSuperuser(
                "update crl_publications set named_until = now() where organization_id = ? and shard = -1",
                tenant.value());

        assertThat(find(ALL).overdue()).isEqualTo(before);
    }

    private static ServedList of(UUID authority) {
        return find(ALL).lists().stream()
                .filter(list -> list.authority().equals(authority))
                .findFirst()
                .orElseThrow();
    }

    private static ServedLists find(int limit) {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> new ServedListRepository().find(tx, limit));
    }
}

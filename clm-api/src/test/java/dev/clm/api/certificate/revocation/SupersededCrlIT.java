package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A superseded CRL is removed when it has run out; the latest one stays, run out or not. */
class SupersededCrlIT {
    private final RunningService service = RunningService.shared();
    private final Tenant tenant = Tenant.create();

    @Test
    void onlyTheLatestListIsKeptBeyondItsNextUpdate() {
        UUID authority = Rows.secure(
                        UUID.class,
                        "select id from certificate_authorities where certificate_id = ?",
                        tenant.root().id())
                .get(0);
        Rows.secure("""
                insert into certificate_revocation_lists
                  (organization_id, authority_id, crl_number, this_update, next_update, der_encoded_crl)
                select organization_id, authority_id, n, now() - interval '9 days',
                  case when n = 52 then now() + interval '1 day' else now() - interval '2 days' end, der_encoded_crl
                from certificate_revocation_lists, generate_series(50, 53) n
                where authority_id = ? and crl_number = 1""", authority);
        Rows.secure("update certificate_authorities set last_crl_number = 53 where id = ?", authority);

        service.context()
                .getBean(SecureDatabase.class)
                .inServiceRole(
                        "a test",
                        tx -> service.context()
                                .getBean(CertificateRevocationListRepository.class)
                                .deleteSuperseded(tx, 1_000));

        assertThat(Rows.secure(
                        Long.class,
                        "select crl_number from certificate_revocation_lists where authority_id = ? order by 1",
                        authority))
                .containsExactly(1L, 52L, 53L);
    }
}

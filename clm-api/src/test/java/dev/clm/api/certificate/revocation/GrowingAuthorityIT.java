package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Line B2: an authority gets its next shard each time it has issued so many certificates more. */
@Tag("R2")
class GrowingAuthorityIT {
    private static final int SHARD_SIZE = 2;

    private final CrlPublicationRepository publications = new CrlPublicationRepository();
    private final Tenant tenant = Tenant.create();
    private final UUID authority = tenant.issuing().rowId();

    @Test
    @Tag("keys-B2")
    void eachTimeItHasIssuedSoManyMoreItGetsItsNextShard() {
        tenant.issue("one.example");
        assertThat(shardsAfterAdding()).isEmpty();
        tenant.issue("two.example");
        assertThat(shardsAfterAdding()).containsExactly(1);

        open(1);
        tenant.issue("three.example");
        assertThat(shardsAfterAdding()).containsExactly(1);
        tenant.issue("four.example");
        assertThat(shardsAfterAdding()).containsExactly(1, 2);
    }

    /** Of this authority after shards were added for all, twice; then all is taken back, for the others belong to other tests. */
    private List<Integer> shardsAfterAdding() {
        SecureDatabase database = RunningService.shared().context().getBean(SecureDatabase.class);
        TakenBack taken = catchThrowableOfType(
                TakenBack.class,
                () -> database.inServiceRole("a test adds shards and takes them back", tx -> {
                    publications.addShards(tx, SHARD_SIZE);
                    int again = publications.addShards(tx, SHARD_SIZE);
                    throw new TakenBack(shards(tx), again);
                }));
        assertThat(taken.addedAgain).isZero();
        return taken.shards;
    }

    private List<Integer> shards(SecureTransaction tx) {
        return tx.dsl()
                .fetch(
                        "select shard from crl_publications where authority_id = ? and shard > 0 order by shard",
                        authority)
                .getValues(0, Integer.class);
    }

    /** As the job does that adds it, and then the one that publishes its first list. */
    private void open(int shard) {
        Rows.secure(
                "insert into crl_publications (organization_id, authority_id, shard) values (?, ?, ?)",
                tenant.administrator().organizationId(),
                authority,
                shard);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Rows.countSecure(
                                "crl_publications where authority_id = ? and shard = 0 and open_shard = ?",
                                authority,
                                shard)
                        == 1);
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Integer> shards;
        private final int addedAgain;

        private TakenBack(List<Integer> shards, int addedAgain) {
            super("taken back");
            this.shards = shards;
            this.addedAgain = addedAgain;
        }
    }
}

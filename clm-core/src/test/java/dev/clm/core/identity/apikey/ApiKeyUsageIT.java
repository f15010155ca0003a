package dev.clm.core.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.identifier.Identifiers;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApiKeyUsageIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final ApiKeyUsage usage = new ApiKeyUsage(core);
    private final UUID key = key();

    @Test
    @Tag("T2")
    void whatWasCountedIsAddedToTheRowOnce() {
        CoreFixture.execute("update api_keys set usage_count = 5 where id = ?", key);
        usage.record(key, "192.0.2.1");
        usage.record(key, "192.0.2.2");
        usage.record(key(), null);
        assertThat(column(Integer.class, "usage_count", key)).isEqualTo(5);

        usage.flush();
        usage.flush();

        assertThat(column(Integer.class, "usage_count", key)).isEqualTo(7);
        assertThat(column(String.class, "host(last_used_ip)", key)).isEqualTo("192.0.2.2");
    }

    /** One that a machine with a wrong clock dated ahead, in an earlier release, is corrected too. */
    @Test
    @Tag("T7")
    void theDatabaseDatesTheLastUse() {
        CoreFixture.execute("update api_keys set last_used_at = now() + interval '400 days' where id = ?", key);
        usage.record(key, null);

        usage.flush();

        assertThat(column(Boolean.class, "last_used_at <= now() and last_used_at > now() - interval '1 minute'", key))
                .isTrue();
    }

    @Test
    void aCounterAtItsEndStaysThere() {
        CoreFixture.execute("update api_keys set usage_count = 2147483646 where id = ?", key);
        usage.record(key, null);
        usage.record(key, null);

        usage.flush();

        assertThat(column(Integer.class, "usage_count", key)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatCouldNotBeWrittenIsKeptForTheNextTime() {
        usage.record(key, "192.0.2.1");
        core.inServiceRole("an open transaction in this thread makes the flush fail", tx -> {
            assertThatThrownBy(usage::flush).isInstanceOf(IllegalStateException.class);
            return null;
        });

        usage.flush();

        assertThat(column(Integer.class, "usage_count", key)).isEqualTo(1);
    }

    @Test
    @Tag("T5")
    void manyKeysAreOneStatementAndNoneAreNone() {
        assertThat(CoreTestDatabase.statementsOf(usage::flush)).isZero();
        usage.record(key, null);
        usage.record(UUID.randomUUID(), null);

        assertThat(CoreTestDatabase.statementsOf(usage::flush)).isEqualTo(1);
    }

    private static UUID key() {
        UUID id = Identifiers.next();
        ApiKey key = ApiKey.generate();
        CoreFixture.execute(
                "insert into api_keys (id, key_name, key_hash, key_prefix, user_id) values (?, 'k', ?, ?, ?)",
                id,
                key.hash(),
                key.prefix(),
                CoreFixture.user());
        return id;
    }

    private static <T> T column(Class<T> type, String column, UUID key) {
        return CoreFixture.value(type, "select " + column + " from api_keys where id = ?", key);
    }
}

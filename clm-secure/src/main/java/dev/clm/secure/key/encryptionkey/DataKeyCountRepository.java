package dev.clm.secure.key.encryptionkey;

import dev.clm.common.identifier.Coded;
import dev.clm.secure.database.SecureTransaction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How many data keys there are, of all tenants. There are few: some to an organization and year. */
public final class DataKeyCountRepository {
    private static final String SCHEDULED = "destruction_scheduled";
    /** A key that is being destroyed is counted as that, whatever it was before. */
    public static final List<String> STATES = Stream.concat(
                    Arrays.stream(KeyStatus.values()).map(KeyStatus::code),
                    Stream.of(SCHEDULED, DestructionState.DESTROYING.code(), DestructionState.DESTROYED.code()))
            .toList();

    private static final String COUNT = """
            select purpose, case when destruction_state = 'scheduled' then '%s'
              else coalesce(destruction_state, key_status) end, count(*)
            from encryption_keys where key_type = 'data' and deleted_at is null group by 1, 2""".formatted(SCHEDULED);

    /** By purpose and state; zeros included. */
    public Map<KeyPurpose, Map<String, Long>> count(SecureTransaction tx) {
        Map<KeyPurpose, Map<String, Long>> counts = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            counts.put(purpose, new TreeMap<>());
            STATES.forEach(state -> counts.get(purpose).put(state, 0L));
        }
        tx.dsl()
                .fetch(COUNT)
                .forEach(row -> counts.get(Coded.of(KeyPurpose.class, row.get(0, String.class)))
                        .put(row.get(1, String.class), row.get(2, Long.class)));
        return counts;
    }
}

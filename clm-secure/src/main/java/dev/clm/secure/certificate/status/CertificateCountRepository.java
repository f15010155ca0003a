package dev.clm.secure.certificate.status;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.PreparedQuery;
import dev.clm.secure.database.SecureTransaction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many certificates there are, of all tenants and not deleted. Exact, and read from indexes alone. */
public final class CertificateCountRepository {
    /** Where the counts by days to the end are divided; each certificate is in one of them. */
    static final List<Integer> DAYS = List.of(0, 1, 7, 14, 30, 90);

    static final String BY_STATUS =
            "select status, count(*) from certificates where deleted_at is null group by status";
    /** Days are of 24 hours, by the database's clock (T7). */
    static final String BY_DAYS_LEFT = DAYS.stream()
            .map(days -> "now() + interval '" + days * 24 + " hours'")
            .collect(Collectors.joining(
                    ", ", "select days, count(*) from (select width_bucket(not_after, (select array[", """
                    ])) as days from (
                      select not_after from certificates where status = 'active' and deleted_at is null
                      union all
                      select not_after from certificates where status = 'expiring' and deleted_at is null
                    ) as in_force) as ends group by days"""));

    /**
     * What was counted.
     *
     * @param inForce active and expiring ones: first those past their end, then those that end within a day, and so on
     */
    public record CertificateCounts(Map<CertificateStatus, Long> byStatus, List<Long> inForce) {}

    public CertificateCounts count(SecureTransaction tx) {
        Map<CertificateStatus, Long> byStatus = new EnumMap<>(CertificateStatus.class);
        Arrays.stream(CertificateStatus.values()).forEach(status -> byStatus.put(status, 0L));
        // The planner would read the tables whole, certificates and all, where it has not seen them for a while.
        PreparedQuery.ofRows(BY_STATUS, row -> byStatus.put(CertificateStatus.ofCode(row.getString(1)), row.getLong(2)))
                .byIndex()
                .fetch(tx.dsl());
        Long[] inForce = new Long[DAYS.size() + 1];
        Arrays.fill(inForce, 0L);
        tx.dsl().fetch(BY_DAYS_LEFT).forEach(row -> inForce[row.get(0, Integer.class)] = row.get(1, Long.class));
        return new CertificateCounts(byStatus, List.of(inForce));
    }
}

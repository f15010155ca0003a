package dev.clm.common.coordination;

import java.time.Instant;
import java.util.UUID;

/**
 * One half of a pair that both databases store.
 *
 * @param id the same in both
 * @param number counts the pairs
 * @param isCompleted whether clm_core_db is known to have its half; told in clm_secure_db only
 */
public record Checkpoint(UUID id, long number, Instant takenAt, boolean isCompleted) {}

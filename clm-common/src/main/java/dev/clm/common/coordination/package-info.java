/** What both databases have alike to stay true to each other: outbox, cascades, digests, repairs, checkpoints, idempotency answers. It knows no table of one side alone. */
package dev.clm.common.coordination;

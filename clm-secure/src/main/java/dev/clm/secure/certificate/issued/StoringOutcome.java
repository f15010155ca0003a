package dev.clm.secure.certificate.issued;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.List;

/**
 * How storing a certificate ended; only STORED left anything.
 *
 * @param event the outbox event with its sequence, null where nothing was stored
 */
public record StoringOutcome(Ending ending, OutboxEvent event) {

    public enum Ending {
        STORED,
        ISSUER_NOT_IN_FORCE,
        KEY_BLOCKED,
        QUOTA_EXCEEDED,
        ANSWERED_BEFORE
    }

    /** The stored event. */
    public OutboxEvent orRefuse() {
        return switch (ending) {
            case STORED -> event;
            case ISSUER_NOT_IN_FORCE ->
                throw ClmException.invalid(
                        "issuer_id", "not_in_force", "the authority is revoked, on hold, expired or deleted");
            case KEY_BLOCKED -> throw blocked();
            case QUOTA_EXCEEDED -> throw full();
            case ANSWERED_BEFORE -> throw IdempotentAnswer.anotherWasQuicker();
        };
    }

    /** The refusal of a public key that is known to be compromised, of whatever organization. */
    public static ClmException blocked() {
        return ClmException.invalid(
                "csr", "key_compromised", "a certificate with this public key was revoked for key_compromise");
    }

    /** The refusal of one certificate more than organizations.max_certificates allows. */
    public static ClmException full() {
        return ClmException.refused(
                ErrorCode.QUOTA_EXCEEDED,
                List.of(new FieldError(
                        "organization_id",
                        "max_certificates",
                        "the organization has all the certificates it may have")));
    }
}

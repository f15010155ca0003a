package dev.clm.api.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T4")
class InFlightRequestsTest {
    private static final OrganizationId ORGANIZATION = OrganizationId.of(UUID.randomUUID());
    private static final UUID USER = UUID.randomUUID();

    private final InFlightRequests inFlight = new InFlightRequests();

    @Test
    void sameRequestUnderARunningKeyIsInUse() {
        assertThat(codeOfSecond(request(USER, "k", "f"), request(USER, "k", "f")))
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_IN_USE);
    }

    @Test
    void otherRequestUnderARunningKeyIsReuse() {
        assertThat(codeOfSecond(request(USER, "k", "f"), request(USER, "k", "g")))
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void anotherUsersKeyIsAnotherKey() {
        String answer = inFlight.alone(
                request(USER, "k", "f"), () -> inFlight.alone(request(UUID.randomUUID(), "k", "f"), () -> "both"));
        assertThat(answer).isEqualTo("both");
    }

    @Test
    void keyIsFreeAgainAfterAFailure() {
        assertThatThrownBy(() -> inFlight.alone(request(USER, "k", "f"), () -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThat(inFlight.<String>alone(request(USER, "k", "f"), () -> "again"))
                .isEqualTo("again");
    }

    private ErrorCode codeOfSecond(IdempotencyRequest first, IdempotencyRequest second) {
        return inFlight.alone(first, () -> {
            try {
                return inFlight.alone(second, () -> null);
            } catch (ClmException e) {
                return e.code();
            }
        });
    }

    private static IdempotencyRequest request(UUID user, String key, String fingerprint) {
        return new IdempotencyRequest(ORGANIZATION, user, key, "POST /api/v1/certificates", fingerprint);
    }
}

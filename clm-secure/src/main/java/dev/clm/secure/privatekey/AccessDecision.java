package dev.clm.secure.privatekey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;

/** What an access policy says to one use of a private key. */
public enum AccessDecision {
    ALLOWED("allowed"),
    OPERATION_NOT_ALLOWED("the key's access policy does not allow this operation"),
    USER_NOT_ALLOWED("the key's access policy does not allow this user"),
    MFA_REQUIRED("the key's access policy requires a second factor"),
    DAILY_LIMIT_REACHED("the key's access policy allows no further use today");

    private final String detail;

    AccessDecision(String detail) {
        this.detail = detail;
    }

    /** @throws ClmException FORBIDDEN, with the reason, for every answer but ALLOWED */
    public void orRefuse() {
        if (this != ALLOWED) {
            throw ClmException.of(ErrorCode.FORBIDDEN, detail);
        }
    }
}

package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;

/** Whether a private key may be used as asked: what its attributes and its access policy say. */
public enum AccessDecision {
    ALLOWED("allowed"),
    NOT_EXPORTABLE("the private key is not exportable"),
    QUARANTINED("the private key is quarantined: the owner of its certificate, or its organization, is deleted"),
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

package dev.clm.pki.publickey;

/** Why a public key is refused: a stable code and a sentence. */
final class RefusedKey extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedKey(String code, String detail) {
        super(detail);
        this.code = code;
    }

    String code() {
        return code;
    }
}

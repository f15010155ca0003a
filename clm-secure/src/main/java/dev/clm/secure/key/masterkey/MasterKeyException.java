package dev.clm.secure.key.masterkey;

/** The master key is missing, malformed, kept carelessly or the wrong one (K2). The message names the setting, never content. */
public final class MasterKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MasterKeyException(String message) {
        super(message);
    }

    MasterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
